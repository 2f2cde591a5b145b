// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/store/model_name.h"
#include "tests/support/catch.h"

using namespace binnacle::services;

TEST_CASE("a model URI names a version the way people say it")
{
    const std::pair<const char*, const char*> cases[] = {
        {"models:/fraud-scorer/42", "fraud-scorer:42"},
        {"models://fraud-scorer/42/", "fraud-scorer:42"},
        {"models:/fraud-scorer@champion", "fraud-scorer@champion"},
        {"s3://bucket/models/fraud-scorer/42", "fraud-scorer/42"},
        {"s3://bucket/models/fraud-scorer/42/", "fraud-scorer/42"},
        {"gs://bucket/one", "bucket/one"},
        {"hf://meta-llama/Llama-3.1-8B?rev=main", "meta-llama/Llama-3.1-8B"},
        {"/mnt/models", "mnt/models"},
        {"model", "model"},
        {"", ""},
        {"s3://", ""},
        {"///", ""},
        {"models:/", ""},
    };
    for (const auto& [uri, version] : cases) {
        INFO(uri);
        REQUIRE(modelVersionOfUri(uri) == version);
    }
}

TEST_CASE("an image digest is cut to twelve digits and never invented")
{
    REQUIRE(modelVersionOfDigest("sha256:0123456789abcdef0123") == "image@sha256:0123456789ab");
    REQUIRE(modelVersionOfDigest("repo/x@sha256:0123456789abcdef") == "image@sha256:0123456789ab");
    REQUIRE(modelVersionOfDigest("sha256:0123").empty());
    REQUIRE(modelVersionOfDigest("sha256:0123456789aZ").empty());
    REQUIRE(modelVersionOfDigest("").empty());
}
