#include <chrono>
#include <iostream>

#include "tests/integration/year/year.hpp"

namespace imprimatur::matters {
namespace {

TEST_F(Year, EndsWithRegistersThatReconcile) {
    auto const began = std::chrono::steady_clock::now();
    hire_staff();
    for (int month = 1; month <= 12; ++month) {
        live_through(month);
        ASSERT_FALSE(HasFatalFailure()) << "month " << month;
    }
    end_the_year();
    EXPECT_EQ(documents_made, 2000);
    EXPECT_EQ(copies_made, 20000);
    reckon_numbers();
    reckon_holders();
    reckon_grants_and_log();
    reckon_matters();
    auto const took =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - began);
    std::cout << "a year took " << took.count() << " s, its registry "
              << std::filesystem::file_size(folder / "registry.db") / (1U << 20U) << " MiB\n";
}

} // namespace
} // namespace imprimatur::matters
