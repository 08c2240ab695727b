/// A registry for tests of traces: two copies of one document, and a copy made from the first.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/trace/trace.hpp"
#include "tests/support/expected.hpp"

namespace imprimatur::trace {

inline std::filesystem::path new_folder() {
    char name[] = "/tmp/trace-XXXXXX";
    return mkdtemp(name);
}

class Copies : public testing::Test {
  protected:
    Copies() {
        auto transaction = expected(registry_.begin("zhaomin"));
        expected(transaction.put_person({.account = "liming", .full_name = "李明"}, entry()));
        registry::Document document{
            .number = "D-1", .title = "通知", .level = Level::Ordinary, .registered_by = "liming"};
        document_ = expected(transaction.add_document(document, entry())).id;
        expected(transaction.commit());
        first_ = reserve({});
        second_ = reserve({});
        child_ = reserve(first_);
    }
    ~Copies() override { std::filesystem::remove_all(folder_); }

    static registry::Entry entry() { return {"test", "test", {}, {}}; }

    Serial reserve(std::optional<Serial> parent) {
        auto transaction = expected(registry_.begin("liming"));
        auto reservation = expected(transaction.reserve({.document = document_,
                                                         .job = "job" + std::to_string(++jobs_),
                                                         .count = 1,
                                                         .recipients = {"liming"},
                                                         .parent = parent,
                                                         .place = "P",
                                                         .printed_by = "liming"},
                                                        clock_->now(), entry()));
        auto serial = reservation.copies().front().serial;
        expected(transaction.commit());
        return serial;
    }

    void move(Serial serial, std::vector<registry::CopyState> const& states,
              std::string const& note = {}) {
        auto transaction = expected(registry_.begin("liming"));
        for (auto state : states) {
            bool const is_last = state == states.back();
            expected(transaction.move_copy(serial, state, is_last ? note : "", entry()));
        }
        expected(transaction.commit());
    }

    Tracer tracer(Reader reader = {}) {
        return Tracer(registry_, keys_, *clock_, std::move(reader), [](std::string const& role) {
            return Title{role, role};
        });
    }

    pipe::Finding code(Serial serial, std::uint32_t page = 1, double x = 170) const {
        auto seal = keys_.seal(serial, page);
        return {page, seal, to_text(seal), {{x, 10}, {x + 15, 10}, {x + 15, 25}, {x, 25}}};
    }
    static pipe::DotsSeen dots(Serial serial, std::uint32_t page = 1, double left = 0,
                               double right = 210) {
        pipe::DotsSeen out{page, {{left, 0}, {right, 0}, {right, 297}, {left, 297}}, serial};
        return out;
    }

    std::filesystem::path folder_ = new_folder();
    std::shared_ptr<Clock const> clock_ = std::make_shared<SystemClock const>();
    registry::Registry registry_ = expected(
        registry::Registry::open("sqlite://" + (folder_ / "registry.db").string(), clock_));
    keys::Keys keys_ = expected(keys::Keys::open(folder_ / "key", true));
    registry::Id document_ = 0;
    int jobs_ = 0;
    Serial first_{0};
    Serial second_{0};
    Serial child_{0};
};

} // namespace imprimatur::trace
