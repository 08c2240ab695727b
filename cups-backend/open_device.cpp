#include <cstdlib>
#include <fstream>

#include "cups-backend/program_device.hpp"
#include "cups-backend/queue_device.hpp"

namespace imprimatur::backend {

namespace {

/// The paper that the filters laid the pages out for when nobody chose one: the default of our PPD.
std::string paper_of_ppd() {
    char const* path = std::getenv("PPD");
    std::ifstream file(path == nullptr ? "" : path);
    constexpr std::string_view key = "*DefaultPageSize:";
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(key)) {
            auto first = line.find_first_not_of(' ', key.size());
            auto last = line.find_last_not_of(" \r");
            auto name = first == line.npos ? "" : line.substr(first, last - first + 1);
            bool is_sound =
                name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789.") == name.npos;
            return is_sound ? name : "";
        }
    }
    return "";
}

/// The copy is finished: nothing on the way may multiply, scale, combine or wrap it.
cups::Options options_for(Invocation const& invocation) {
    cups::Options options = invocation.device_options;
    if (!options.contains("media")) {
        if (auto paper = paper_of_ppd(); !paper.empty()) {
            options.emplace("media", paper);
        }
    }
    options.insert_or_assign("copies", "1");
    options.insert_or_assign("print-scaling", "none");
    options.insert_or_assign("number-up", "1");
    options.insert_or_assign("job-sheets", "none,none");
    return options;
}

} // namespace

std::unique_ptr<Device> open_device(Invocation const& invocation, Stop const& stop,
                                    Watcher watcher) {
    if (!invocation.destination.device.empty()) {
        return std::make_unique<ProgramDevice>(invocation, stop);
    }
    return std::make_unique<QueueDevice>(invocation.destination.queue, options_for(invocation),
                                         stop, std::move(watcher));
}

} // namespace imprimatur::backend
