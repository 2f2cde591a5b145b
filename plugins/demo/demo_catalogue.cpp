// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/demo/demo_catalogue.h"

namespace binnacle::plugins::demo {

namespace {

constexpr GpuModelSpec kModels[] = {
    {"h100", "NVIDIA H100 80GB HBM3", "p5.48xlarge", 80, 700, 1980},
    {"a100", "NVIDIA A100-SXM4-80GB", "p4de.24xlarge", 80, 400, 1410},
    {"a10", "NVIDIA A10", "g5.48xlarge", 24, 150, 1695},
    {"l4", "NVIDIA L4", "g6.48xlarge", 24, 72, 2040},
};

// Idle notebooks (41) and free devices (24) of the default estate: with the 53 that team docs
// holds, 118 GPUs do nothing while jobs wait.
constexpr PoolSpec kPools[] = {
    {"h100-a", kH100, "eu-west-1", "eu-west-1a", true, 52, 0, 0},
    {"a100-b", kA100, "eu-west-1", "eu-west-1b", true, 48, 0, 0},
    {"a10-b", kA10, "eu-west-1", "eu-west-1b", false, 40, 0, 3},
    {"l4-c", kL4, "eu-west-1", "eu-west-1c", false, 28, 0, 0},
    {"h100-d", kH100, "us-east-1", "us-east-1a", true, 40, 0, 0},
    {"l4-e", kL4, "us-east-1", "us-east-1c", false, 24, 14, 6},
    {"a100-f", kA100, "eu-central-1", "eu-central-1a", true, 32, 13, 5},
    {"a10-g", kA10, "eu-central-1", "eu-central-1b", false, 24, 14, 10},
};
constexpr PoolSpec kSmallPools[] = {
    {"h100-a", kH100, "eu-west-1", "eu-west-1a", true, 96, 0, 0},
    {"a100-b", kA100, "eu-west-1", "eu-west-1b", true, 72, 13, 5},
    {"a10-b", kA10, "eu-west-1", "eu-west-1b", false, 72, 14, 10},
    {"l4-c", kL4, "eu-west-1", "eu-west-1c", false, 48, 0, 9},
};

constexpr Host kDep = Host::Deployment, kIsvc = Host::InferenceService, kRoll = Host::Rollout,
               kSts = Host::StatefulSet;
constexpr ServiceSpec kServices[] = {
    {"doc-embedder", kSearch, "a10-b", kA10, 1, 40, false, kIsvc, 18},
    {"ranker-v2", kSearch, "a10-b", kA10, 1, 22, false, kRoll, 27},
    {"query-rewriter", kSearch, "a10-b", kA10, 1, 9, true, kDep, 6},
    {"cross-encoder", kSearch, "a10-g", kA10, 1, 16, false, kIsvc, 11},
    {"semantic-cache", kSearch, "l4-e", kL4, 1, 8, true, kDep, 4},
    {"spell-correct", kSearch, "l4-e", kL4, 1, 8, true, kDep, 9},
    {"image-search", kSearch, "a10-g", kA10, 1, 14, true, kIsvc, 13},
    {"snippet-gen", kSearch, "a100-b", kA100, 2, 6, false, kIsvc, 3},
    {"intent-router", kSearch, "l4-c", kL4, 1, 18, false, kDep, 15},
    {"chat-gateway", kAssist, "h100-d", kH100, 4, 14, false, kIsvc, 31},
    {"llm-summarise", kAssist, "a100-f", kA100, 2, 8, false, kIsvc, 12},
    {"voice-asr", kAssist, "a10-b", kA10, 1, 17, true, kRoll, 22},
    {"voice-tts", kAssist, "a10-g", kA10, 1, 16, true, kDep, 8},
    {"code-assist", kAssist, "h100-d", kH100, 4, 8, false, kIsvc, 7},
    {"rag-retriever", kAssist, "l4-e", kL4, 1, 14, true, kDep, 10},
    {"toxicity-filter", kAssist, "l4-c", kL4, 1, 22, true, kDep, 19},
    {"tool-caller", kAssist, "a100-f", kA100, 2, 5, false, kIsvc, 2},
    {"translate-xl", kAssist, "a100-b", kA100, 4, 6, false, kIsvc, 5},
    {"recsys-home", kGrowth, "a10-b", kA10, 1, 20, true, kRoll, 54},
    {"recsys-mail", kGrowth, "l4-e", kL4, 1, 14, true, kDep, 21},
    {"churn-model", kGrowth, "l4-e", kL4, 1, 6, true, kDep, 14},
    {"push-timing", kGrowth, "l4-e", kL4, 1, 6, true, kDep, 5},
    {"creative-gen", kGrowth, "a100-b", kA100, 2, 4, false, kIsvc, 9},
    {"lookalike", kGrowth, "a10-g", kA10, 1, 10, true, kDep, 7},
    {"ad-ranker", kGrowth, "a10-g", kA10, 1, 18, false, kRoll, 33},
    {"uplift-model", kGrowth, "l4-e", kL4, 1, 7, true, kDep, 3},
    {"fraud-scorer", kPayments, "l4-c", kL4, 1, 30, false, kRoll, 42},
    {"risk-graph", kPayments, "a10-b", kA10, 1, 12, false, kSts, 16},
    {"kyc-face", kPayments, "l4-e", kL4, 1, 12, false, kIsvc, 8},
    {"card-velocity", kPayments, "l4-c", kL4, 1, 16, true, kDep, 12},
    {"chargeback-pred", kPayments, "l4-e", kL4, 1, 8, true, kDep, 6},
    {"aml-screen", kPayments, "l4-e", kL4, 1, 9, true, kDep, 4},
    {"ocr-batch", kDocs, "l4-c", kL4, 1, 24, false, kDep, 17},
    {"layout-parse", kDocs, "l4-c", kL4, 1, 12, false, kDep, 9},
    {"table-extract", kDocs, "l4-c", kL4, 1, 10, false, kDep, 6},
    {"doc-qa", kDocs, "l4-c", kL4, 1, 8, false, kIsvc, 11},
    {"pdf-classify", kDocs, "l4-c", kL4, 1, 6, false, kDep, 20},
    {"handwriting", kDocs, "l4-c", kL4, 1, 4, false, kSts, 5},
};

constexpr JobSpec kLongJobs[] = {
    {"llm-pretrain-7b", kAssist}, {"ranker-distill", kSearch},   {"recsys-foundation", kGrowth},
    {"code-continued", kAssist},  {"fraud-sequence", kPayments}, {"embedder-contrastive", kSearch},
    {"asr-conformer", kAssist},   {"ads-transformer", kGrowth},  {"moe-8x7b-sft", kAssist},
    {"image-tower", kSearch},     {"risk-gnn", kPayments},       {"dialogue-dpo", kAssist},
};
constexpr JobSpec kQueuedJobs[] = {
    {"ranker-retrain", kSearch},  {"bert-finetune", kSearch}, {"asr-finetune", kAssist},
    {"recsys-backfill", kGrowth}, {"lora-sweep", kAssist},    {"fraud-hpo", kPayments},
    {"embed-distill", kSearch},   {"reward-model", kAssist},  {"creative-lora", kGrowth},
    {"aml-pretrain", kPayments},  {"tts-voices", kAssist},    {"uplift-bootstrap", kGrowth},
    {"query-intent", kSearch},
};
// 4 x 32 + 12 x 16 + 21 x 8 + 6 x 4 = 512, mixed so that any prefix holds every size.
constexpr std::uint32_t kQueuedGpus[] = {
    16, 8, 4,  8, 32, 8,  16, 8,  8, 16, 8,  4, 8, 16, 8, 32, 8,  16, 8, 8,  4,  16,
    8,  8, 16, 8, 4,  32, 8,  16, 8, 8,  16, 4, 8, 16, 8, 8,  16, 4,  8, 32, 16,
};
constexpr JobSpec kCpuServices[] = {
    {"feature-store", kPlatform}, {"api-gateway", kPlatform},  {"tokenizer", kAssist},
    {"query-planner", kSearch},   {"event-ingest", kGrowth},   {"ledger-sync", kPayments},
    {"pdf-splitter", kDocs},      {"session-cache", kAssist},  {"index-builder", kSearch},
    {"ab-assigner", kGrowth},     {"rules-engine", kPayments}, {"metrics-agent", kPlatform},
};

} // namespace

std::span<const GpuModelSpec> gpuModels()
{
    return kModels;
}

std::span<const PoolSpec> poolSpecs(bool oneCluster)
{
    return oneCluster ? std::span<const PoolSpec>(kSmallPools) : std::span<const PoolSpec>(kPools);
}

std::span<const ServiceSpec> services()
{
    return kServices;
}

std::span<const JobSpec> longJobs()
{
    return kLongJobs;
}

std::span<const JobSpec> queuedJobs()
{
    return kQueuedJobs;
}

std::span<const std::uint32_t> queuedJobGpus()
{
    return kQueuedGpus;
}

std::span<const JobSpec> cpuServices()
{
    return kCpuServices;
}

} // namespace binnacle::plugins::demo
