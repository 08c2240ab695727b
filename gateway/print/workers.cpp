#include "gateway/print/parts.hpp"

namespace imprimatur::print {

Result<pipe::Inspection> WorkerDocuments::inspect(Descriptor const& document) const {
    return workers_.inspect(document, pipe::Sharing::Alone); // its level is not known yet
}

Result<pipe::Marked> WorkerDocuments::mark(Descriptor const& document,
                                           std::string const& template_name,
                                           std::vector<Mark> const& marks,
                                           pipe::Workers::Making const& how) const {
    return workers_.mark(document, template_name, marks, how);
}

Result<Descriptor> WorkerDocuments::render(Descriptor const& document, std::uint32_t page,
                                           int dpi) const {
    return workers_.render(document, page, dpi, pipe::Sharing::Alone);
}

Result<std::vector<pipe::PageMatch>>
WorkerDocuments::compare(Descriptor const& document, Descriptor const& registered,
                         std::vector<pipe::PagePair> const& pairs) const {
    return workers_.compare(document, registered, pairs);
}

Result<Descriptor> WorkerDocuments::side_by_side(Descriptor const& document,
                                                 Descriptor const& registered, pipe::PagePair pair,
                                                 int dpi) const {
    return workers_.side_by_side(document, registered, pair, dpi);
}

bool WorkerDocuments::is_same_file(pipe::Fingerprint const& a, pipe::Fingerprint const& b) const {
    return pipe::Workers::is_same_file(a, b);
}

std::string WorkerDocuments::key(pipe::Fingerprint const& fingerprint) const {
    return pipe::Workers::key(fingerprint);
}

double WorkerDocuments::likeness(pipe::Fingerprint const& a, pipe::Fingerprint const& b) const {
    return pipe::Workers::likeness(a, b);
}

} // namespace imprimatur::print
