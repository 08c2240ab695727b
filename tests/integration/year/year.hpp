/// An office of 200 people that makes 20,000 copies of 2,000 documents in a year, and uses every
/// register. What happens is drawn from a seed, so that a run can be repeated.
#pragma once

#include <random>

#include "tests/unit/gateway/matters/registry_office.hpp"

namespace imprimatur::matters {

class Year : public RegistryOffice {
  protected:
    static constexpr int staff = 200;
    static constexpr int documents_a_month = 167;
    static constexpr std::uint32_t copies_each = 10;

    void hire_staff();
    void live_through(int month); ///< 1 to 12 of 2027
    void end_the_year();

    // What the last day must show.
    void reckon_numbers();
    void reckon_holders();
    void reckon_grants_and_log();
    void reckon_matters();

    int copies_made = 0;
    int documents_made = 0;
    std::map<Kind, int> opened;
    int refusals = 0;

  private:
    struct Paper {
        std::string number;
        std::vector<Serial> copies;
    };

    std::string someone();
    std::vector<std::string> some(std::size_t count);
    bool chance(int percent);
    void to_day(int month, unsigned day);
    Paper make_document(int month, int index);
    void print_copies(Paper& paper);
    View begin(Kind kind, std::string const& by, Input const& input);
    void refuse(Result<View> const& result);
    std::vector<Serial> held_by_somebody(Paper const& paper);

    void receive_papers(int month);
    void circulate(Paper const& paper);
    void lend(Paper const& paper, Kind kind);
    void send_out(Paper const& paper, int turn);
    void meet(Paper const& paper);
    void lose_one(Paper const& paper);
    void inspect(int month);
    void waste(Paper const& paper);
    void leave(int month);
    void destroy(std::vector<Serial> const& serials);
    void call_back(std::string const& holder);

    std::mt19937 random_{20270101};
    std::vector<std::string> people_;
};

} // namespace imprimatur::matters
