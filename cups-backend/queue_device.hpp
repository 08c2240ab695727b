/// A device that is another queue of the same scheduler. Private to cups-backend.
#pragma once

#include "cups-backend/destination.hpp"
#include "cups-backend/device.hpp"
#include "gateway/cups/cups.hpp"

namespace imprimatur::backend {

/// The job on the queue is made before the copy is recorded as on its way, and gets its document
/// after: so a job without a document proves that nothing was handed over.
class QueueDevice : public Device {
  public:
    QueueDevice(Destination const& destination, cups::Options options, Stop const& stop,
                Watcher watcher, Trouble trouble)
        : queue_(destination.queue), patience_(destination.patience), options_(std::move(options)),
          stop_(stop), watcher_(std::move(watcher)), trouble_(std::move(trouble)) {}

    Result<void> prepare(Copy const& copy) override;
    Result<Fate> send(Copy const& copy, Descriptor const& document) override;
    Result<Fate> look(Copy const& copy) override;
    Result<Fate> cancel(Copy const& copy) override;

  private:
    Result<Fate> follow(int job, std::chrono::milliseconds longest);
    /// What its queue says of the device: told on, and what is wrong with it.
    struct Signs {
        bool is_away = false; ///< not reached, or the queue is stopped
        std::string doubt;    ///< keyword that says that what became of a job is not known
    };
    Signs tell();
    Fate fate_of(cups::Job const& job);
    Result<Fate> give_up(int job);

    cups::Scheduler scheduler_;
    std::string queue_;
    std::chrono::seconds patience_;
    cups::Options options_;
    Stop const& stop_;
    Watcher watcher_;
    Trouble trouble_;
    int prepared_ = 0;
};

} // namespace imprimatur::backend
