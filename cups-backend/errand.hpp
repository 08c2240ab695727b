/// One run for one job, from the announcement to the exit status. Private to cups-backend.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "cups-backend/backend.hpp"
#include "cups-backend/device.hpp"
#include "cups-backend/invocation.hpp"
#include "cups-backend/service.hpp"
#include "cups-backend/stop.hpp"
#include "cups-backend/voice.hpp"
#include "foundation/sentence/sentence.hpp"

namespace imprimatur::backend {

class Errand {
  public:
    Errand(Invocation const& invocation, Sentences const& sentences, Voice& voice, Stop& stop);

    Exit go();

  private:
    Exit run();
    Exit announce();
    Exit refuse_several_documents();
    /// Brings the document into the service's custody. @return nothing when it is there.
    std::optional<Exit> bring_in();
    Exit refuse_unarranged();
    Exit follow_service();
    std::optional<Exit> obey(Proceeding const& proceeding);
    /// @return nothing when the copy is settled.
    std::optional<Exit> bring(Copy const& copy);
    Result<Fate> hand_over(Copy const& copy);
    std::optional<Exit> settle(Copy const& copy, Fate const& fate);

    Exit stopped(std::optional<Copy> const& copy);
    Exit end_with(Error const& error);
    void drain();
    void say(Tone tone, Sentence const& sentence);
    std::string text_of(Sentence const& sentence) const;

    Invocation const& invocation_;
    Sentences const& sentences_;
    Voice& voice_;
    Stop& stop_;
    Service service_;
    std::unique_ptr<Device> device_;
    std::string identity_; ///< of CUPS's job
    std::string job_;
};

} // namespace imprimatur::backend
