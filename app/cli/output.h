// SPDX-License-Identifier: GPL-3.0-or-later
// How the command line speaks: documents on standard output, errors with their remedy on standard
// error, exit codes. Texts from servers are made safe for a terminal. Thread: main.
#pragma once

#include "models/base/result.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace binnacle::app {

inline constexpr const char* kVersion = "0.1.0";

inline constexpr int kExitDone = 0;
inline constexpr int kExitCheckFailed = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitUnreachable = 3;
inline constexpr int kExitPartial = 4;

/// Field order as written.
using Json = nlohmann::ordered_json;

/// InvalidInput and an unknown name are usage; a source that does not answer or lets us not in is
/// unreachable.
int exitCodeFor(const models::Error& error);

Json toJson(const models::Error& error);

/// null for unknown.
Json orNull(double value);
Json orNull(std::int64_t value);
Json orNull(std::string_view value);

/// Never throws on bytes that are not UTF-8.
std::string dump(const Json& value, bool pretty);

/// Control characters (a server's text may carry escape sequences) as '?'.
std::string printable(std::string_view text);

class Output {
public:
    explicit Output(bool json) : m_json(json) {}
    bool json() const { return m_json; }

    void error(const models::Error& error) const;
    void warning(const std::string& text) const;
    void document(const Json& value) const;
    /// {"items": […], …rest}: items are written one by one, so that 150,000 rows need no document
    /// in memory.
    void beginItems();
    void item(const Json& value);
    void endItems(const Json& rest);
    /// Aligned columns; unknown cells are "-". In text mode only.
    void table(const std::vector<std::string>& titles,
               const std::vector<std::vector<std::string>>& rows) const;
    void line(const std::string& text) const;
    /// False once standard output is closed: stop working.
    bool good() const;
    /// Whether all that was printed arrived. A reader that left early (| head) is no fault. Errors:
    /// ResourceExhausted.
    models::Result<void> finish() const;

private:
    bool m_json;
    bool m_first = true;
};

} // namespace binnacle::app
