/// Copies as rows, for the two files that read them.
#pragma once

#include "gateway/registry/query.hpp"
#include "gateway/registry/records.hpp"

namespace imprimatur::registry {

inline constexpr std::size_t copy_columns = 15;
Copy copy_of(Row row);
std::vector<Copy> copies_of(std::vector<Row> rows);

} // namespace imprimatur::registry
