#include "gateway/queue/queue.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace imprimatur::queue {

namespace {

constexpr std::string_view first_line = "# BEGIN imprimatur (written by \"imprimatur queue add\"; "
                                        "changes between these lines are lost)\n";
constexpr std::string_view last_line = "# END imprimatur\n";

// PreserveJobFiles: no document stays in the spool after its job (peers keep it for a day by
// default). DirtyCleanInterval: a job's state is on disk at once, so a power cut loses none.
// MaxJobTime, MaxHoldTime: a job that waits for paper, or for an approver, is not cancelled behind
// everybody's back. Classification: pages of cupsd's own come between those of no document.
constexpr std::string_view text = R"(PreserveJobFiles No
DirtyCleanInterval 0
MaxJobTime 0
MaxHoldTime 0
Classification none
DefaultPolicy imprimatur-server

# Who prints is proved: by the kernel on the local socket, by a login elsewhere. Nothing is printed again,
# moved to another queue, or read from the spool behind the gateway's back: what nobody may do is left to
# imprimatur-nobody, an account that must never exist ("Deny from all" does not hold for local clients).
<Policy imprimatur>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit Create-Job Print-Job Print-URI Validate-Job>
    AuthType Default
    Require valid-user
    Order deny,allow
  </Limit>
  <Limit Send-Document Send-URI Close-Job Set-Job-Attributes Cancel-Job Cancel-My-Jobs CUPS-Authenticate-Job Create-Job-Subscription Renew-Subscription Cancel-Subscription Get-Notifications>
    AuthType Default
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit Hold-Job Release-Job Resume-Job>
    AuthType Default
    Require user @OWNER @SYSTEM {service} {backends}
    Order deny,allow
  </Limit>
  <Limit Restart-Job Reprocess-Job CUPS-Move-Job CUPS-Get-Document>
    AuthType Default
    Require user imprimatur-nobody
    Order deny,allow
  </Limit>
{administration}</Policy>

# The real printer's queue: the backend alone prints there.
<Policy imprimatur-device>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit Create-Job Print-Job Print-URI Validate-Job Send-Document Send-URI Close-Job>
    AuthType Default
    Require user {backends}
    Order deny,allow
  </Limit>
  <Limit Hold-Job Release-Job Resume-Job Set-Job-Attributes Cancel-Job Cancel-My-Jobs Create-Job-Subscription Renew-Subscription Cancel-Subscription Get-Notifications>
    AuthType Default
    Require user {backends} @SYSTEM
    Order deny,allow
  </Limit>
  <Limit Restart-Job Reprocess-Job CUPS-Move-Job CUPS-Get-Document CUPS-Authenticate-Job>
    AuthType Default
    Require user imprimatur-nobody
    Order deny,allow
  </Limit>
{administration}</Policy>

# All other queues, as CUPS has it by default; but the scheduler looks here, and not at the queue's policy, to
# see who may read a document of a job.
<Policy imprimatur-server>
  JobPrivateAccess default
  JobPrivateValues default
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues default
  <Limit Create-Job Print-Job Print-URI Validate-Job>
    Order deny,allow
  </Limit>
  <Limit Send-Document Send-URI Hold-Job Release-Job Restart-Job Set-Job-Attributes Create-Job-Subscription Renew-Subscription Cancel-Subscription Get-Notifications Reprocess-Job Resume-Job Cancel-My-Jobs Close-Job CUPS-Move-Job Cancel-Job CUPS-Authenticate-Job>
    Require user @OWNER @SYSTEM
    Order deny,allow
  </Limit>
  <Limit CUPS-Get-Document>
    AuthType Default
    Require user imprimatur-nobody
    Order deny,allow
  </Limit>
{administration}</Policy>
)";

constexpr std::string_view administration =
    R"(  <Limit CUPS-Add-Modify-Printer CUPS-Delete-Printer CUPS-Add-Modify-Class CUPS-Delete-Class CUPS-Set-Default CUPS-Get-Devices Pause-Printer Resume-Printer Enable-Printer Disable-Printer Pause-Printer-After-Current-Job Hold-New-Jobs Release-Held-New-Jobs Deactivate-Printer Activate-Printer Restart-Printer Shutdown-Printer Startup-Printer Promote-Job Schedule-Job-After Cancel-Jobs Purge-Jobs Cancel-Current-Job Suspend-Current-Job CUPS-Accept-Jobs CUPS-Reject-Jobs>
    AuthType Default
    Require user @SYSTEM
    Order deny,allow
  </Limit>
  <Limit All>
    Order deny,allow
  </Limit>
)";

} // namespace

std::string configuration(Accounts const& accounts) {
    return fmt::format("{}{}{}", first_line,
                       fmt::format(fmt::runtime(text), fmt::arg("service", accounts.service),
                                   fmt::arg("backends", fmt::join(accounts.backends, " ")),
                                   fmt::arg("administration", administration)),
                       last_line);
}

std::string without_configuration(std::string_view whole) {
    auto begin = whole.find(first_line);
    auto end = begin == whole.npos ? begin : whole.find(last_line, begin);
    if (end == whole.npos) {
        return std::string(whole);
    }
    auto before = whole.substr(0, begin);
    if (before.ends_with("\n\n")) {
        before.remove_suffix(1); // the empty line that came with us
    }
    return std::string(before) + std::string(whole.substr(end + last_line.size()));
}

std::string with_configuration(std::string_view whole, Accounts const& accounts) {
    auto begin = whole.find(first_line);
    auto end = begin == whole.npos ? begin : whole.find(last_line, begin);
    if (end != whole.npos) {
        return std::string(whole.substr(0, begin)) + configuration(accounts) +
               std::string(whole.substr(end + last_line.size()));
    }
    std::string out(whole);
    if (!out.empty() && !out.ends_with('\n')) {
        out += '\n';
    }
    return out + "\n" + configuration(accounts);
}

} // namespace imprimatur::queue
