#include "gateway/print/parts.hpp"

namespace imprimatur::print {

Result<pipe::Inspection> WorkerDocuments::inspect(Descriptor const& document) const {
    return workers_.inspect(document);
}

Result<pipe::Marked> WorkerDocuments::mark(Descriptor const& document,
                                           std::string const& template_name,
                                           std::vector<Mark> const& marks) const {
    return workers_.mark(document, template_name, marks);
}

Result<Descriptor> WorkerDocuments::render(Descriptor const& document, std::uint32_t page,
                                           int dpi) const {
    return workers_.render(document, page, dpi);
}

double WorkerDocuments::likeness(pipe::Fingerprint const& a, pipe::Fingerprint const& b) const {
    return pipe::Workers::likeness(a, b);
}

} // namespace imprimatur::print
