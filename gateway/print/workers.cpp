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

double WorkerDocuments::likeness(pipe::Fingerprint const& a, pipe::Fingerprint const& b) const {
    return pipe::Workers::likeness(a, b);
}

} // namespace imprimatur::print
