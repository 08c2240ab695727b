/// Where copies become paper, and what can be known of it afterwards. Private to cups-backend.
///
/// Promise: a copy is handed over once. Whatever cannot be known counts as paper (K19).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cups-backend/service.hpp"
#include "foundation/sentence/sentence.hpp"

namespace imprimatur::backend {

/// How far a copy has come at the device.
enum class Trail {
    Ended,   ///< its outcome is final
    Unsent,  ///< certainly nothing of it was handed over
    Stopped, ///< we were told to stop while it is there
};

struct Fate {
    Trail trail;
    Outcome outcome = Outcome::Spoiled;
    Sentence note;
};

/// Told while we wait: keywords of the printer's state, and its own message.
using Watcher =
    std::function<void(std::vector<std::string> const& states, std::string const& message)>;

/// Told when the device has been silent for so long that the person should know.
using Trouble = std::function<void(Sentence const&)>;

/// Told what is for the log alone.
using Note = std::function<void(std::string_view)>;

class Device {
  public:
    virtual ~Device() = default;

    /// Makes sure that the copy can be handed over. No paper comes of it.
    /// @error Unavailable away, or takes no jobs now; BadInput will never do.
    virtual Result<void> prepare(Copy const& copy) = 0;

    /// Hands a prepared copy over, once, and waits for what becomes of it.
    /// @error Unavailable it cannot be told now; look() tells later.
    virtual Result<Fate> send(Copy const& copy, Descriptor const& document) = 0;

    /// What became of a copy that was on its way when this program ended.
    virtual Result<Fate> look(Copy const& copy) = 0;

    /// Stops a copy that is there. Never Stopped.
    virtual Result<Fate> cancel(Copy const& copy) = 0;
};

/// The device of a destination. `options` are those of the job that a device may know.
std::unique_ptr<Device> open_device(Invocation const& invocation, Stop const& stop, Watcher watcher,
                                    Trouble trouble, Note note);

} // namespace imprimatur::backend
