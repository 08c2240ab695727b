#include "gateway/cli/secret.hpp"

#include <cerrno>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include "foundation/file/file.hpp"
#include "gateway/cli/plain.hpp"

namespace imprimatur::cli {

namespace {

/// Puts the terminal back as it was, whatever happens.
class Hidden {
  public:
    Hidden(int terminal, bool is_shown) : terminal_(terminal) {
        is_changed_ = !is_shown && ::tcgetattr(terminal, &before_) == 0;
        if (is_changed_) {
            auto silent = before_;
            silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            ::tcsetattr(terminal, TCSAFLUSH, &silent);
        }
    }
    Hidden(Hidden const&) = delete;
    Hidden& operator=(Hidden const&) = delete;
    ~Hidden() {
        if (is_changed_) {
            ::tcsetattr(terminal_, TCSAFLUSH, &before_);
        }
    }

  private:
    int terminal_;
    bool is_changed_ = false;
    termios before_{};
};

constexpr std::size_t longest_line = 1000;

std::string read_line(int terminal) {
    std::string out;
    char c = 0;
    while (out.size() < longest_line && ::read(terminal, &c, 1) == 1 && c != '\n') {
        out.push_back(c);
    }
    return out;
}

} // namespace

Result<std::string> ask_at_terminal(std::string const& prompt, bool is_shown) {
    Descriptor terminal(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
    if (!terminal.is_open()) {
        return fail(Fault::BadInput, {"cli.no-terminal", {}});
    }
    auto asked = write_all(terminal, plain(prompt) + " ");
    if (!asked) {
        return pass_on(asked);
    }
    Hidden hidden(terminal.number(), is_shown);
    auto line = read_line(terminal.number());
    if (!is_shown) {
        auto ended = write_all(terminal, std::string("\n"));
        if (!ended) {
            return pass_on(ended);
        }
    }
    return line;
}

} // namespace imprimatur::cli
