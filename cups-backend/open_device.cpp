#include "cups-backend/arrangement.hpp"
#include "cups-backend/program_device.hpp"
#include "cups-backend/queue_device.hpp"

namespace imprimatur::backend {

namespace {

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

std::unique_ptr<Device> open_device(Invocation const& invocation, Stop const& stop, Watcher watcher,
                                    Trouble trouble, Note note) {
    if (!invocation.destination.device.empty()) {
        return std::make_unique<ProgramDevice>(invocation, stop, std::move(watcher),
                                               std::move(trouble), std::move(note));
    }
    return std::make_unique<QueueDevice>(invocation.destination, options_for(invocation), stop,
                                         std::move(watcher), std::move(trouble));
}

} // namespace imprimatur::backend
