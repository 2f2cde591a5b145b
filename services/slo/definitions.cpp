// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/slo/definitions.h"

#include "services/slo/slo_fields.h"

#include <algorithm>
#include <fstream>
#include <set>

namespace binnacle::services {

using models::ErrorCode;
using models::fail;
using models::Result;

namespace {

constexpr std::size_t kMostBytes = 4 << 20;
constexpr const char* kOpenSlo = "openslo/v1";
constexpr const char* kSloth = "prometheus/v1";
constexpr const char* kPyrra = "pyrra.dev/v1alpha1";

Result<SloDocument> identify(const std::string& file, YamlPart part)
{
    SloDocument out;
    out.file = file;
    out.part = std::move(part);
    SloFields f(out);
    if (!out.part.document.isMap()) {
        f.problem("", "the document is no mapping");
        return fail(f.error());
    }
    const auto version =
        out.part.document.find("apiVersion") ? f.text("apiVersion") : f.text("version", true);
    out.apiVersion = version;
    out.kind = f.text("kind");
    if (version == kOpenSlo) {
        static const std::set<std::string, std::less<>> kKinds = {"SLO",
                                                                  "SLI",
                                                                  "Service",
                                                                  "DataSource",
                                                                  "AlertPolicy",
                                                                  "AlertCondition",
                                                                  "AlertNotificationTarget"};
        if (!kKinds.contains(out.kind))
            f.problem("kind", "\"" + out.kind + "\" is not one of OpenSLO v1");
    } else if (version == kPyrra) {
        if (out.kind != "ServiceLevelObjective")
            f.problem("kind", "must be ServiceLevelObjective");
    } else if (version != kSloth && !f.failed()) {
        f.problem(out.part.document.find("apiVersion") ? "apiVersion" : "version",
                  "\"" + version + "\" is not known",
                  "known: openslo/v1, prometheus/v1 (Sloth), pyrra.dev/v1alpha1");
    }
    out.name = version == kSloth ? f.text("service", true) : f.text("metadata.name", true);
    if (out.name.empty())
        f.problem("metadata.name", "is empty");
    if (f.failed())
        return fail(f.error());
    return out;
}

Result<void> distinctNames(const SloSet& set)
{
    std::map<std::string, const SloDocument*> seen;
    for (const auto& document : set.documents) {
        const auto [at, fresh] = seen.emplace(
            document.apiVersion + ' ' + document.kind + ' ' + document.name, &document);
        if (fresh || document.apiVersion == kSloth)
            continue;
        SloFields f(document);
        f.problem("metadata.name",
                  "\"" + document.name + "\" is taken by another " + document.kind + " in " +
                      at->second->file + ":" +
                      std::to_string(SloFields(*at->second).line("metadata.name")));
        return fail(f.error());
    }
    std::map<std::string, const models::Slo*> names;
    for (const auto& slo : set.slos) {
        const auto [at, fresh] = names.emplace(slo.service + ' ' + slo.name, &slo);
        if (!fresh)
            return fail(ErrorCode::InvalidInput,
                        slo.file + ":" + std::to_string(slo.line) + ": the objective \"" +
                            slo.name + "\" of \"" + slo.service + "\" is defined in " +
                            at->second->file + ":" + std::to_string(at->second->line) + " already",
                        "give each a name of its own");
    }
    return {};
}

Result<std::string> textOf(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return fail(ErrorCode::InvalidInput, "cannot read " + file.string(),
                    "check the name and that this user may read it");
    std::string text(kMostBytes + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return text;
}

} // namespace

Result<SloSet> readSloTexts(const std::vector<std::pair<std::string, std::string>>& filesAndTexts)
{
    SloSet out;
    for (const auto& [file, text] : filesAndTexts) {
        if (text.size() > kMostBytes)
            return fail(ErrorCode::InvalidInput, file + " is larger than 4 MiB",
                        "split it into several files");
        auto parts = parseYamlStream(text);
        if (!parts)
            return fail(ErrorCode::InvalidInput, file + ": " + parts.error().message,
                        "correct the file");
        for (auto& part : *parts) {
            auto document = identify(file, std::move(part));
            if (!document)
                return fail(document.error());
            out.documents.push_back(std::move(*document));
        }
    }
    SlisByName slis;
    for (const auto& document : out.documents) {
        if (document.apiVersion == kOpenSlo && document.kind == "SLI")
            slis.emplace(document.name, &document);
    }
    for (const auto& document : out.documents) {
        Result<void> read;
        if (document.apiVersion == kSloth)
            read = readSloth(document, out.slos);
        else if (document.apiVersion == kPyrra)
            read = readPyrra(document, out.slos);
        else if (document.kind == "SLO")
            read = readOpenSlo(document, slis, out.slos);
        if (!read)
            return fail(read.error());
    }
    if (const auto distinct = distinctNames(out); !distinct)
        return fail(distinct.error());
    return out;
}

Result<SloSet> readSloFiles(const std::vector<std::filesystem::path>& paths)
{
    std::vector<std::pair<std::string, std::string>> texts;
    for (const auto& path : paths) {
        std::vector<std::filesystem::path> files;
        std::error_code error;
        if (std::filesystem::is_directory(path, error)) {
            for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
                const auto extension = entry.path().extension();
                if (extension == ".yaml" || extension == ".yml")
                    files.push_back(entry.path());
            }
            std::sort(files.begin(), files.end());
        } else {
            files.push_back(path);
        }
        for (const auto& file : files) {
            auto text = textOf(file);
            if (!text)
                return fail(text.error());
            texts.emplace_back(file.string(), std::move(*text));
        }
    }
    return readSloTexts(texts);
}

std::string sloText(const SloSet& set)
{
    std::string out;
    for (const auto& document : set.documents)
        out += (out.empty() ? "" : "---\n") + toYaml(document.part.document);
    return out;
}

} // namespace binnacle::services
