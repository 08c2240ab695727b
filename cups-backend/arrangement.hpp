/// How the options of a job want its pages arranged, for those who decide about it. Private to
/// cups-backend. @source the options that pdftopdf of cups-filters 1.28 reads
#pragma once

#include <string>
#include <string_view>

namespace imprimatur::backend {

struct Arrangement {
    /// The options that apply, always in the same order and words: "number-up=2 page-ranges=1-2
    /// landscape". Empty: the pages are printed as they came, on the paper that is usual here.
    std::string text;
    /// Whether a document without it is not what was asked for: other pages, another order, turned,
    /// mirrored, several on a sheet. Paper and scaling alone are not.
    bool is_shaping = false;
};

/// @param options as CUPS hands them over. @param usual_paper what is not worth saying.
Arrangement read_arrangement(std::string_view options, std::string_view usual_paper);

/// The default of the PPD in the environment; empty where there is none.
std::string paper_of_ppd();

} // namespace imprimatur::backend
