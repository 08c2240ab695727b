#include "gateway/cli/sample.hpp"

namespace imprimatur::cli {

Mark sample_mark() {
    Mark mark;
    mark.level = Level::TopSecret;
    mark.period = find_period("30y");
    mark.number = CopyNumber{123};
    mark.total = 3;
    mark.parent = CopyNumber{2};
    mark.seals = {to_text(Seal{mark.serial, 1, std::nullopt})};
    mark.document = "鼓委办〔2026〕12号";
    mark.title = mark.recipient = mark.unit = mark.copying_unit = mark.purpose = mark.scope =
        "标识模板检查";
    mark.user = "imprimatur";
    mark.printed = "2026-11-23 16:15";
    mark.issued = "2026-11-23";
    return mark;
}

} // namespace imprimatur::cli
