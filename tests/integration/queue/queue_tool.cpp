// queue_tool add QUEUE TARGET PPD [CUPSD.CONF] | remove QUEUE [CUPSD.CONF] | check PPD
// What the command line will call, for tests in a private scheduler: one sentence a line, as
// "id key=value …"; findings begin with their severity.

#include <iostream>
#include <string>
#include <vector>

#include "gateway/queue/queue.hpp"

namespace {

using imprimatur::Error;
using imprimatur::Sentence;
using imprimatur::queue::Severity;

std::string text_of(Sentence const& sentence) {
    std::string out = sentence.id;
    for (auto const& [name, value] : sentence.values) {
        out += " " + name + "=" + value;
    }
    return out;
}

int failed(Error const& error) {
    std::cout << "failed " << text_of(error.sentence) << " (" << error.cause << ")\n";
    return 1;
}

char const* name_of(Severity severity) {
    return severity == Severity::Breach   ? "breach "
           : severity == Severity::Danger ? "danger "
                                          : "remark ";
}

} // namespace

int main(int count, char** argv) {
    namespace queue = imprimatur::queue;
    std::vector<std::string> words(argv, argv + count);
    words.resize(6);
    imprimatur::cups::Scheduler const scheduler;
    if (words[1] == "check") {
        queue::Inspection inspection;
        inspection.ppd_file = words[2];
        auto findings = queue::check(scheduler, inspection);
        if (!findings) {
            return failed(findings.error());
        }
        for (auto const& finding : *findings) {
            std::cout << name_of(finding.severity) << text_of(finding.sentence) << "\n";
        }
        return 0;
    }
    queue::Plan plan;
    plan.queue = words[2];
    plan.target = words[3];
    plan.ppd_file = words[4];
    plan.cupsd_conf = words[5];
    auto done = words[1] == "add" ? queue::add(scheduler, plan)
                                  : queue::remove(scheduler, {words[2], words[3]});
    if (!done) {
        return failed(done.error());
    }
    for (auto const& sentence : *done) {
        std::cout << text_of(sentence) << "\n";
    }
    return 0;
}
