# Made by `imprimatur --completion` from the table of commands; do not edit.
_imprimatur() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} path='' words='' i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "$path${path:+ }${COMP_WORDS[i]}" in
        'document'|'document add'|'document derive'|'document import'|'document list'|'document find'|'document show'|'document due'|'document change'|'document set-level'|'document file'|'person'|'person add'|'person change'|'person import'|'person list'|'person show'|'person due'|'person self'|'person holdings'|'person pin'|'person pin-clear'|'request'|'request list'|'request show'|'request preview'|'request ask'|'request withdraw'|'grant'|'grant refuse'|'grant list'|'grant show'|'job'|'job list'|'job show'|'job cancel'|'review'|'review list'|'review show'|'review picture'|'review belongs'|'review stands-alone'|'review refuse'|'copy'|'copy list'|'copy show'|'copy spoil'|'matter'|'matter open'|'matter act'|'matter list'|'matter show'|'matter inspections'|'trace'|'verify'|'register'|'register copy-record'|'register issue'|'register store'|'register matters'|'register slip'|'register breaches'|'register documents'|'register declassified'|'register release-notice'|'audit'|'audit list'|'audit verify'|'policy'|'policy show'|'policy explain'|'policy check'|'queue'|'queue add'|'queue check'|'queue remove'|'key'|'key list'|'key rotate'|'backup'|'restore'|'mark'|'check') path="$path${path:+ }${COMP_WORDS[i]}" ;;
        esac
    done
    case "$path $before" in
        'copy list --state') COMPREPLY=($(compgen -W 'reserved delivering issued spoiled void returned destroyed frozen' -- "$word")); return ;;
        'document add --level') COMPREPLY=($(compgen -W 'ordinary internal confidential secret top-secret' -- "$word")); return ;;
        'document add --over') COMPREPLY=($(compgen -W 'yes no' -- "$word")); return ;;
        'document change --level') COMPREPLY=($(compgen -W 'ordinary internal confidential secret top-secret' -- "$word")); return ;;
        'document change --over') COMPREPLY=($(compgen -W 'yes no' -- "$word")); return ;;
        'document change --state') COMPREPLY=($(compgen -W 'active frozen declassified withdrawn' -- "$word")); return ;;
        'document derive --action') COMPREPLY=($(compgen -W 'excerpt compile' -- "$word")); return ;;
        'document derive --level') COMPREPLY=($(compgen -W 'ordinary internal confidential secret top-secret' -- "$word")); return ;;
        'document derive --over') COMPREPLY=($(compgen -W 'yes no' -- "$word")); return ;;
        'document list --level') COMPREPLY=($(compgen -W 'ordinary internal confidential secret top-secret' -- "$word")); return ;;
        'document list --state') COMPREPLY=($(compgen -W 'active frozen declassified withdrawn' -- "$word")); return ;;
        'document set-level --level') COMPREPLY=($(compgen -W 'ordinary internal confidential secret top-secret' -- "$word")); return ;;
        'document set-level --over') COMPREPLY=($(compgen -W 'yes no' -- "$word")); return ;;
        'document set-level --state') COMPREPLY=($(compgen -W 'declassified' -- "$word")); return ;;
        'job list --state') COMPREPLY=($(compgen -W 'arriving in-custody waiting reserved finished refused cancelled' -- "$word")); return ;;
        'mark --level') COMPREPLY=($(compgen -W 'ordinary internal confidential secret top-secret' -- "$word")); return ;;
        'matter list --kind') COMPREPLY=($(compgen -W 'incoming circulation loan carry-out transmission provision publication return destruction hand-over meeting waste incident inspection' -- "$word")); return ;;
        'person add --active') COMPREPLY=($(compgen -W 'yes no' -- "$word")); return ;;
        'person add --outsider') COMPREPLY=($(compgen -W 'yes no' -- "$word")); return ;;
        'person change --active') COMPREPLY=($(compgen -W 'yes no' -- "$word")); return ;;
        'person change --outsider') COMPREPLY=($(compgen -W 'yes no' -- "$word")); return ;;
        'policy explain --action') COMPREPLY=($(compgen -W 'print copy excerpt compile loan carry-out transmit provide publish exhibit destroy' -- "$word")); return ;;
        'policy explain --level') COMPREPLY=($(compgen -W 'ordinary internal confidential secret top-secret' -- "$word")); return ;;
        'policy show --action') COMPREPLY=($(compgen -W 'print copy excerpt compile loan carry-out transmit provide publish exhibit destroy' -- "$word")); return ;;
        'policy show --level') COMPREPLY=($(compgen -W 'ordinary internal confidential secret top-secret' -- "$word")); return ;;
        'register documents --level') COMPREPLY=($(compgen -W 'ordinary internal confidential secret top-secret' -- "$word")); return ;;
        'register documents --state') COMPREPLY=($(compgen -W 'active frozen declassified withdrawn' -- "$word")); return ;;
        'register matters --kind') COMPREPLY=($(compgen -W 'incoming circulation loan carry-out transmission provision publication return destruction hand-over meeting waste incident inspection' -- "$word")); return ;;
        'request ask --action') COMPREPLY=($(compgen -W 'print copy excerpt compile' -- "$word")); return ;;
        'request list --state') COMPREPLY=($(compgen -W 'waiting granted refused withdrawn all' -- "$word")); return ;;
        'review list --state') COMPREPLY=($(compgen -W 'waiting belongs stands-alone refused withdrawn all' -- "$word")); return ;;
        'review stands-alone --level') COMPREPLY=($(compgen -W 'ordinary internal confidential secret top-secret' -- "$word")); return ;;
        *' --cupsd-conf'|*' --head'|*' --output'|*' --pdf'|*' --picture'|*' --pins'|*' --preview'|*' --report'|*' --settings'|*' --signatures'|*' --socket') compopt -o default; return ;;
        *' --actor'|*' --agreement'|*' --by'|*' --category'|*' --copies'|*' --count'|*' --cups'|*' --department'|*' --detail'|*' --document'|*' --dpi'|*' --from'|*' --info'|*' --issued'|*' --join'|*' --keeper-duplicate'|*' --keeper-original'|*' --key'|*' --leap'|*' --limit'|*' --name'|*' --note'|*' --number'|*' --outsider-purpose'|*' --page'|*' --people'|*' --period'|*' --person'|*' --place'|*' --purpose'|*' --reason'|*' --recipient'|*' --recipients'|*' --role'|*' --scope'|*' --serial'|*' --service-account'|*' --signer'|*' --subject'|*' --template'|*' --text'|*' --title'|*' --to'|*' --training'|*' --unit'|*' --until'|*' --what'|*' --within') return ;;
    esac
    case "$path" in
        '') words='document person request grant job review copy matter trace verify register audit policy queue key backup restore mark check --json --socket --version --help' ;;
        'document') words='add derive import list find show due change set-level file --json --socket --version --help' ;;
        'document add') words='--number --title --level --period --issued --category --department --scope --keeper-original --keeper-duplicate --join --over --json --socket --version --help' ;;
        'document derive') words='--from --action --number --title --level --period --issued --category --department --scope --keeper-original --keeper-duplicate --join --over --json --socket --version --help' ;;
        'document import') words='--json --socket --version --help' ;;
        'document list') words='--level --state --proposed --json --socket --version --help' ;;
        'document find') words='--json --socket --version --help' ;;
        'document show') words='--json --socket --version --help' ;;
        'document due') words='--within --json --socket --version --help' ;;
        'document change') words='--title --level --period --issued --category --department --scope --keeper-original --keeper-duplicate --state --over --json --socket --version --help' ;;
        'document set-level') words='--level --period --state --over --json --socket --version --help' ;;
        'document file') words='--join --json --socket --version --help' ;;
        'person') words='add change import list show due self holdings pin pin-clear --json --socket --version --help' ;;
        'person add') words='--name --department --role --agreement --training --outsider --outsider-purpose --active --json --socket --version --help' ;;
        'person change') words='--name --department --role --agreement --training --outsider --outsider-purpose --active --json --socket --version --help' ;;
        'person import') words='--json --socket --version --help' ;;
        'person list') words='--json --socket --version --help' ;;
        'person show') words='--json --socket --version --help' ;;
        'person due') words='--within --json --socket --version --help' ;;
        'person self') words='--json --socket --version --help' ;;
        'person holdings') words='--json --socket --version --help' ;;
        'person pin') words='--pins --json --socket --version --help' ;;
        'person pin-clear') words='--json --socket --version --help' ;;
        'request') words='list show preview ask withdraw --json --socket --version --help' ;;
        'request list') words='--state --json --socket --version --help' ;;
        'request show') words='--json --socket --version --help' ;;
        'request preview') words='--page --dpi --output --json --socket --version --help' ;;
        'request ask') words='--copies --recipients --purpose --action --json --socket --version --help' ;;
        'request withdraw') words='--reason --json --socket --version --help' ;;
        'grant') words='--copies --recipients --until --role --note refuse list show --json --socket --version --help' ;;
        'grant refuse') words='--reason --role --json --socket --version --help' ;;
        'grant list') words='--document --json --socket --version --help' ;;
        'grant show') words='--json --socket --version --help' ;;
        'job') words='list show cancel --json --socket --version --help' ;;
        'job list') words='--state --json --socket --version --help' ;;
        'job show') words='--json --socket --version --help' ;;
        'job cancel') words='--reason --json --socket --version --help' ;;
        'review') words='list show picture belongs stands-alone refuse --json --socket --version --help' ;;
        'review list') words='--state --json --socket --version --help' ;;
        'review show') words='--json --socket --version --help' ;;
        'review picture') words='--dpi --output --json --socket --version --help' ;;
        'review belongs') words='--reason --json --socket --version --help' ;;
        'review stands-alone') words='--level --period --reason --json --socket --version --help' ;;
        'review refuse') words='--reason --json --socket --version --help' ;;
        'copy') words='list show spoil --json --socket --version --help' ;;
        'copy list') words='--document --number --state --json --socket --version --help' ;;
        'copy show') words='--json --socket --version --help' ;;
        'copy spoil') words='--reason --json --socket --version --help' ;;
        'matter') words='open act list show inspections --json --socket --version --help' ;;
        'matter open') words='--document --copies --people --subject --purpose --note --until --detail --signer --signatures --json --socket --version --help' ;;
        'matter act') words='--document --copies --people --subject --purpose --note --until --role --detail --signer --signatures --json --socket --version --help' ;;
        'matter list') words='--kind --open --overdue --within --text --person --serial --from --to --json --socket --version --help' ;;
        'matter show') words='--json --socket --version --help' ;;
        'matter inspections') words='--within --json --socket --version --help' ;;
        'trace') words='--report --picture --page --json --socket --version --help' ;;
        'verify') words='--key --json --socket --version --help' ;;
        'register') words='copy-record issue store matters slip breaches documents declassified release-notice --json --socket --version --help' ;;
        'register copy-record') words='--pdf --csv --json --socket --version --help' ;;
        'register issue') words='--from --to --pdf --csv --json --socket --version --help' ;;
        'register store') words='--from --to --pdf --csv --json --socket --version --help' ;;
        'register matters') words='--kind --open --overdue --text --person --serial --from --to --pdf --csv --json --socket --version --help' ;;
        'register slip') words='--pdf --csv --json --socket --version --help' ;;
        'register breaches') words='--person --from --to --pdf --csv --json --socket --version --help' ;;
        'register documents') words='--text --level --state --category --department --pdf --csv --json --socket --version --help' ;;
        'register declassified') words='--from --to --pdf --csv --json --socket --version --help' ;;
        'register release-notice') words='--pdf --csv --json --socket --version --help' ;;
        'audit') words='list verify --json --socket --version --help' ;;
        'audit list') words='--from --limit --what --subject --actor --json --socket --version --help' ;;
        'audit verify') words='--json --socket --version --help' ;;
        'policy') words='show explain check --json --socket --version --help' ;;
        'policy show') words='--level --action --json --socket --version --help' ;;
        'policy explain') words='--document --level --period --category --action --count --by --recipients --purpose --place --json --socket --version --help' ;;
        'policy check') words='--json --socket --version --help' ;;
        'queue') words='add check remove --json --socket --version --help' ;;
        'queue add') words='--to --info --cupsd-conf --service-account --cups --json --socket --version --help' ;;
        'queue check') words='--service-account --cups --json --socket --version --help' ;;
        'queue remove') words='--cupsd-conf --cups --json --socket --version --help' ;;
        'key') words='list rotate --json --socket --version --help' ;;
        'key list') words='--json --socket --version --help' ;;
        'key rotate') words='--json --socket --version --help' ;;
        'backup') words='--settings --json --socket --version --help' ;;
        'restore') words='--settings --head --leap --json --socket --version --help' ;;
        'mark') words='--level --preview --period --number --template --recipient --unit --document --title --purpose --issued --json --socket --version --help' ;;
        'check') words='--settings --json --socket --version --help' ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    if [[ ${#COMPREPLY[@]} -eq 0 && $word != -* ]]; then
        compopt -o default
    fi
}
complete -F _imprimatur imprimatur
