#include "gateway/queue/queue.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "gateway/queue/conf.hpp"

namespace imprimatur::queue {

namespace {

constexpr std::string_view first_line = "# BEGIN imprimatur (written by \"imprimatur queue add\"; "
                                        "changes between these lines are lost)\n";
constexpr std::string_view last_line = "# END imprimatur\n";

// PreserveJobFiles: no document stays in the spool after its job (peers keep it for a day by
// default). PreserveJobHistory: cupsd hides the titles of other people's jobs only as long as it
// has a job in its memory; it lets go of one after a minute, so jobs are forgotten before.
// DirtyCleanInterval: a job's state is on disk at once, so a power cut loses none.
// MaxJobTime, MaxHoldTime: a job that waits for paper, or for an approver, is not cancelled behind
// everybody's back. Classification: pages of cupsd's own come between those of no document.
// Browsing, BrowseLocalProtocols, WebInterface: what is not there needs no door.
constexpr std::string_view directives = R"(PreserveJobFiles No
PreserveJobHistory 50
DirtyCleanInterval 0
MaxJobTime 0
MaxHoldTime 0
Classification none
Browsing No
BrowseLocalProtocols none
WebInterface No
DefaultPolicy default

)";

// No line is longer than 1,000 bytes: cupsctl cuts longer ones. "Deny from all" does not hold for
// local clients, so what nobody may do is left to an account that must never exist.
constexpr std::string_view policies =
    R"(# What people need stands here, by name; everything else is for the system group. Who asks is proved: by the
# kernel on the local socket, by a login elsewhere. Nothing is printed again, moved to another queue, or read
# from the spool behind the gateway's back, whoever asks.
<Policy imprimatur>
  JobPrivateAccess @OWNER @SYSTEM {service} {backends}
  JobPrivateValues all
  SubscriptionPrivateAccess @OWNER @SYSTEM
  SubscriptionPrivateValues all
  <Limit Create-Job Print-Job Validate-Job Get-Jobs Cancel-My-Jobs Get-Printer-Attributes Get-Printer-Supported-Values CUPS-Get-PPD>
    AuthType Default
    Require valid-user
    Order deny,allow
  </Limit>
  <Limit Send-Document Close-Job Set-Job-Attributes Cancel-Job CUPS-Authenticate-Job Get-Subscription-Attributes Renew-Subscription Cancel-Subscription Get-Notifications>
    AuthType Default
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit Get-Job-Attributes Hold-Job Release-Job>
    AuthType Default
    Require user @OWNER @SYSTEM {service} {backends}
    Order deny,allow
  </Limit>
{nobody}{all}</Policy>

# The real printer's queue: the backend alone prints there.
<Policy imprimatur-device>
  JobPrivateAccess @SYSTEM {backends}
  JobPrivateValues all
  SubscriptionPrivateAccess @SYSTEM
  SubscriptionPrivateValues all
  <Limit Create-Job Print-Job Validate-Job Send-Document Close-Job>
    AuthType Default
    Require user {backends}
    Order deny,allow
  </Limit>
  <Limit Get-Jobs Get-Job-Attributes Get-Printer-Attributes CUPS-Get-PPD Hold-Job Release-Job Set-Job-Attributes Cancel-Job>
    AuthType Default
    Require user {backends} @SYSTEM
    Order deny,allow
  </Limit>
{nobody}{all}</Policy>

# The scheduler itself, and every queue that is not ours, whoever added or discovered it: people see that it is
# there, no more.
<Policy default>
  JobPrivateAccess @OWNER @SYSTEM {service} {backends}
  JobPrivateValues all
  SubscriptionPrivateAccess @OWNER @SYSTEM
  SubscriptionPrivateValues all
  <Limit CUPS-Get-Printers CUPS-Get-Classes CUPS-Get-Default Get-Jobs Cancel-My-Jobs>
    AuthType Default
    Require valid-user
    Order deny,allow
  </Limit>
  <Limit Cancel-Job Get-Subscription-Attributes Renew-Subscription Cancel-Subscription Get-Notifications>
    AuthType Default
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit Get-Job-Attributes>
    AuthType Default
    Require user @OWNER @SYSTEM {service} {backends}
    Order deny,allow
  </Limit>
{nobody}{all}</Policy>

<Location /admin>
  AuthType Default
  Require user @SYSTEM
  Order allow,deny
</Location>
<Location /admin/conf>
  AuthType Default
  Require user @SYSTEM
  Order allow,deny
</Location>
<Location /admin/log>
  AuthType Default
  Require user @SYSTEM
  Order allow,deny
</Location>
)";

constexpr std::string_view nobody =
    R"(  <Limit Restart-Job Reprocess-Job CUPS-Move-Job CUPS-Get-Document>
    AuthType Default
    Require user imprimatur-nobody
    Order deny,allow
  </Limit>
)";

constexpr std::string_view all = R"(  <Limit All>
    AuthType Default
    Require user @SYSTEM
    Order deny,allow
  </Limit>
)";

// Without it nobody could prove who he is on the local socket (cupsd 2.4, cupsdAuthorize).
constexpr std::string_view root = R"(<Location />
  Order allow,deny
</Location>
)";

// Of an edition before this one.
constexpr std::array<std::string_view, 4> our_policies{"default", "imprimatur", "imprimatur-device",
                                                       "imprimatur-server"};

bool is_section(Piece const& piece) {
    return piece.name == "policy" || piece.name == "location";
}

/// Whether a piece says something that our part says otherwise, or opens a door beside it.
bool is_displaced(Piece const& piece) {
    static Meaning const ours = meaning_of(configuration({}));
    if (piece.name == "policy") {
        return true;
    }
    if (piece.name == "location") {
        return piece.value.starts_with("/admin");
    }
    return ours.contains(piece.name) || (piece.name == "defaultauthtype" && piece.value == "none");
}

/// Whether a piece is one that we wrote, wherever it stands now.
bool is_written_by_us(Piece const& piece) {
    static Meaning const ours = meaning_of(configuration({}));
    if (piece.name == "policy") {
        return std::ranges::find(our_policies, piece.value) != our_policies.end();
    }
    if (piece.name == "location") {
        return piece.value.starts_with("/admin");
    }
    auto const place = ours.find(piece.name);
    return place != ours.end() && place->second == piece.value;
}

/// What stands before and behind the lines that mark our part; the lines are gone after cupsctl.
struct Halves {
    std::string_view before;
    std::string_view behind;
    bool has_part = false;
};

Halves halves_of(std::string_view whole) {
    auto begin = whole.find(first_line);
    auto end = begin == whole.npos ? begin : whole.find(last_line, begin);
    if (end == whole.npos) {
        return {whole, {}, false};
    }
    return {whole.substr(0, begin), whole.substr(end + last_line.size()), true};
}

bool has_root(std::string_view text) {
    return meaning_of(text).contains("location /");
}

/// Everything but comments, to see whether two files say the same.
std::string bare_text(std::string_view text) {
    return without(text, [](Piece const& piece) { return piece.name.empty(); });
}

} // namespace

std::string configuration(Accounts const& accounts) {
    auto sections = fmt::format(fmt::runtime(policies), fmt::arg("service", accounts.service),
                                fmt::arg("backends", fmt::join(accounts.backends, " ")),
                                fmt::arg("nobody", nobody), fmt::arg("all", all));
    return fmt::format("{}{}{}{}", first_line, directives, sections, last_line);
}

bool says_ours(std::string_view whole, Accounts const& accounts) {
    auto const ours = meaning_of(configuration(accounts));
    auto const theirs = meaning_of(whole);
    bool has_all = std::ranges::all_of(ours, [&](auto const& pair) {
        auto const place = theirs.find(pair.first);
        return place != theirs.end() && place->second == pair.second;
    });
    auto const pieces = pieces_of(whole);
    bool has_more = std::ranges::any_of(pieces, [&](Piece const& piece) {
        return is_displaced(piece) &&
               !ours.contains(is_section(piece) ? piece.name + " " + piece.value : piece.name);
    });
    bool has_more_operations = std::ranges::any_of(theirs, [&](auto const& pair) {
        return pair.first.starts_with("policy ") && !ours.contains(pair.first);
    });
    return has_all && !has_more && !has_more_operations && theirs.contains("location /");
}

std::string with_configuration(std::string_view whole, Accounts const& accounts) {
    if (says_ours(whole, accounts)) {
        return std::string(whole);
    }
    auto const [before, behind, has_part] = halves_of(whole);
    auto out = without(before, is_displaced);
    auto const rest = without(behind, is_displaced);
    if (!out.empty() && !out.ends_with('\n')) {
        out += '\n';
    }
    auto part = configuration(accounts);
    if (!has_root(out) && !has_root(rest)) {
        part.insert(part.size() - last_line.size(), root);
    }
    return out + (has_part ? "" : "\n") + part + rest;
}

std::string without_configuration(std::string_view whole, std::string_view kept) {
    auto [before, behind, has_part] = halves_of(whole);
    if (has_part && before.ends_with("\n\n")) {
        before.remove_suffix(1); // the empty line that came with us
    }
    bool const is_ours = has_part || whole.find("<Policy imprimatur>") != whole.npos;
    if (!is_ours) {
        return std::string(whole);
    }
    auto left = without(before, is_written_by_us) + without(behind, is_written_by_us);
    if (bare_text(left) == bare_text(without(kept, is_displaced))) {
        return kept.empty() ? left : std::string(kept);
    }
    for (auto const& piece : pieces_of(kept)) {
        left += is_displaced(piece) ? piece.text : "";
    }
    return left;
}

} // namespace imprimatur::queue
