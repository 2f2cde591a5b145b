// SPDX-License-Identifier: GPL-3.0-or-later
// Typed reading of one document's fields; the first problem is kept with file and line, so that
// readers stay straight-line code. Private to services/slo.
#pragma once

#include "services/slo/definitions.h"

#include <cmath>
#include <optional>
#include <string>

namespace binnacle::services {

class SloFields {
public:
    explicit SloFields(const SloDocument& document) : m_document(document) {}

    /// At a path such as "spec.objectives[0]"; null when absent.
    const models::Document* at(const std::string& path) const;
    bool has(const std::string& path) const { return at(path) != nullptr; }
    std::string text(const std::string& path, bool required = false);
    /// NaN when absent.
    double number(const std::string& path);
    std::optional<bool> flag(const std::string& path);
    /// Number of items of a list; 0 when absent.
    std::size_t count(const std::string& path);

    void problem(const std::string& path, const std::string& what, std::string remedy = {});
    bool failed() const { return m_error.has_value(); }
    models::Error error() const { return *m_error; }
    int line(const std::string& path) const;
    const SloDocument& document() const { return m_document; }

private:
    const SloDocument& m_document;
    std::optional<models::Error> m_error;
};

using SlisByName = std::map<std::string, const SloDocument*, std::less<>>;

/// Each adds the objectives of one document. Errors: InvalidInput.
models::Result<void> readOpenSlo(const SloDocument& document, const SlisByName& slis,
                                 std::vector<models::Slo>& out);
models::Result<void> readSloth(const SloDocument& document, std::vector<models::Slo>& out);
models::Result<void> readPyrra(const SloDocument& document, std::vector<models::Slo>& out);

} // namespace binnacle::services
