#include "gateway/service/same_numbers.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "gateway/registry/numbers.hpp"
#include "gateway/service/document_join.hpp"
#include "gateway/service/reply.hpp"

namespace imprimatur::service {

namespace {

using registry::Document;

/// The strictest is the whole, then one with a file, then the oldest.
bool comes_first(Document const& a, Document const& b) {
    return std::tuple(-static_cast<int>(a.level), a.fingerprint.empty(), a.id) <
           std::tuple(-static_cast<int>(b.level), b.fingerprint.empty(), b.id);
}

bool is_one(Document const& whole, Document const& part) {
    bool const has_one_file =
        part.fingerprint.empty() ||
        (!whole.fingerprint.empty() &&
         pipe::Workers::is_same_file({whole.fingerprint}, {part.fingerprint}));
    return whole.level == part.level && whole.period == part.period && whole.state == part.state &&
           whole.is_level_proposed == part.is_level_proposed && has_one_file;
}

Result<void> join(registry::Transaction& transaction, Document const& whole, Document const& part) {
    auto copies = transaction.copies(part.id);
    if (!copies) {
        return pass_on(copies);
    }
    auto joined = join_records(transaction, part, whole, *std::move(copies));
    return joined ? Result<void>{} : pass_on(joined);
}

Result<void> join_all(Office& office, std::vector<std::vector<Document>> const& alike) {
    auto transaction = office.registry.begin("imprimaturd");
    if (!transaction) {
        return pass_on(transaction);
    }
    std::vector<std::string> told;
    for (auto const& documents : alike) {
        std::vector<Document> wholes;
        for (auto const& document : documents) {
            auto const whole = std::ranges::find_if(
                wholes, [&](auto const& one) { return is_one(one, document); });
            if (whole == wholes.end()) {
                wholes.push_back(document);
                continue;
            }
            auto joined = join(*transaction, *whole, document);
            if (!joined) {
                return joined;
            }
            told.push_back("one document registered under one number typed in two ways: " +
                           document.number + " is now " + whole->number);
        }
        for (auto other = wholes.begin() + 1; other != wholes.end(); ++other) {
            told.push_back("two documents have one number, typed in two ways, and differ: " +
                           wholes.front().number + ", " + other->number);
        }
    }
    auto done = transaction->commit();
    if (done) {
        std::ranges::for_each(told, [&](auto const& line) { office.log(log_line(line)); });
    }
    return done;
}

} // namespace

void join_same_numbers(Office& office) {
    auto look = office.registry.look();
    auto documents = look ? look->documents() : pass_on(look);
    if (!documents) {
        office.log(log_line(documents.error().sentence.id + " " + documents.error().cause));
        return;
    }
    std::map<std::string, std::vector<Document>> by_number;
    for (auto& document : *documents) {
        by_number[registry::normal_number(document.number)].push_back(std::move(document));
    }
    std::vector<std::vector<Document>> alike;
    for (auto& [number, those] : by_number) {
        if (those.size() > 1) {
            std::ranges::sort(those, comes_first);
            alike.push_back(std::move(those));
        }
    }
    { auto ended = std::move(*look); }
    auto done = alike.empty() ? Result<void>() : join_all(office, alike);
    if (!done) {
        office.log(log_line(done.error().sentence.id + " " + done.error().cause));
    }
}

} // namespace imprimatur::service
