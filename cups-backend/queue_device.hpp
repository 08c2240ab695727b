/// A device that is another queue of the same scheduler. Private to cups-backend.
#pragma once

#include "cups-backend/device.hpp"
#include "gateway/cups/cups.hpp"

namespace imprimatur::backend {

/// The job on the queue is made before the copy is recorded as on its way, and gets its document
/// after: so a job without a document proves that nothing was handed over.
class QueueDevice : public Device {
  public:
    QueueDevice(std::string queue, cups::Options options, Stop const& stop, Watcher watcher)
        : queue_(std::move(queue)), options_(std::move(options)), stop_(stop),
          watcher_(std::move(watcher)) {}

    Result<void> prepare(Copy const& copy) override;
    Result<Fate> send(Copy const& copy, Descriptor const& document) override;
    Result<Fate> look(Copy const& copy) override;
    Result<Fate> cancel(Copy const& copy) override;

  private:
    Result<Fate> follow(int job, std::chrono::milliseconds longest);
    void tell();

    cups::Scheduler scheduler_;
    std::string queue_;
    cups::Options options_;
    Stop const& stop_;
    Watcher watcher_;
    int prepared_ = 0;
};

} // namespace imprimatur::backend
