// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/slo/slo_fields.h"

#include <charconv>

namespace binnacle::services {

using models::Document;

const Document* SloFields::at(const std::string& path) const
{
    const Document* here = &m_document.part.document;
    for (std::size_t from = 0; here && from < path.size();) {
        if (path[from] == '[') {
            const std::size_t n = std::stoul(path.substr(from + 1));
            here = here->isList() && n < here->items.size() ? &here->items[n] : nullptr;
            from = path.find(']', from) + 1;
        } else {
            const auto to = std::min(path.find_first_of(".[", from), path.size());
            here = here->find(path.substr(from, to - from));
            from = to;
        }
        if (from < path.size() && path[from] == '.')
            ++from;
    }
    return here && here->type == Document::Type::Null ? nullptr : here;
}

int SloFields::line(const std::string& path) const
{
    // What is absent is missed where its parent stands.
    for (std::string p = path;;) {
        if (const auto found = m_document.part.lines.find(p); found != m_document.part.lines.end())
            return found->second;
        const auto cut = p.find_last_of(".[");
        if (p.empty())
            return 1;
        p = cut == std::string::npos ? std::string() : p.substr(0, cut);
    }
}

void SloFields::problem(const std::string& path, const std::string& what, std::string remedy)
{
    if (m_error)
        return;
    m_error =
        models::Error{models::ErrorCode::InvalidInput,
                      m_document.file + ":" + std::to_string(line(path)) + ": " + path + " " + what,
                      std::move(remedy),
                      {}};
}

std::string SloFields::text(const std::string& path, bool required)
{
    const Document* value = at(path);
    if (!value) {
        if (required)
            problem(path, "is missing");
        return {};
    }
    if (!value->isScalar()) {
        problem(path, "must be a text");
        return {};
    }
    return value->scalar;
}

double SloFields::number(const std::string& path)
{
    const Document* value = at(path);
    if (!value)
        return std::nan("");
    double out = 0;
    const std::string& text = value->scalar;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (!value->isScalar() || error != std::errc() || end != text.data() + text.size() ||
        !std::isfinite(out)) {
        problem(path, "must be a number");
        return std::nan("");
    }
    return out;
}

std::optional<bool> SloFields::flag(const std::string& path)
{
    const Document* value = at(path);
    if (!value)
        return std::nullopt;
    if (value->type != Document::Type::Bool) {
        problem(path, "must be true or false");
        return std::nullopt;
    }
    return value->scalar[0] == 't' || value->scalar[0] == 'T';
}

std::size_t SloFields::count(const std::string& path)
{
    const Document* value = at(path);
    if (!value)
        return 0;
    if (!value->isList()) {
        problem(path, "must be a list");
        return 0;
    }
    return value->items.size();
}

} // namespace binnacle::services
