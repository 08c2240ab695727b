#include "gateway/service/refusal.hpp"

#include "gateway/print/facts.hpp"

namespace imprimatur::service {

std::vector<std::string> clauses_cited(Error const& error) {
    auto clause = error.sentence.values.find("clause");
    return clause == error.sentence.values.end() ? std::vector<std::string>()
                                                 : print::split_names(clause->second);
}

tl::unexpected<Error> refused(Exchange const& exchange, registry::Transaction transaction,
                              registry::Entry entry, Error const& error) {
    { auto ended = std::move(transaction); } // only one writer at a time
    auto own = exchange.office.registry.begin(exchange.caller.account);
    if (!own) {
        return pass_on(own);
    }
    entry.clauses = clauses_cited(error);
    entry.details["sentence"] = error.sentence.id;
    auto recorded = own->record(entry);
    auto done = recorded ? own->commit() : recorded;
    return tl::unexpected<Error>(done ? error : done.error());
}

} // namespace imprimatur::service
