// SPDX-License-Identifier: GPL-3.0-or-later
// The colours and sizes of Binnacle, by meaning. The only file with colour literals; everything
// that paints asks Theme for the table in force. Values, no Qt. The contrast test reads both
// tables.
#pragma once

#include <array>
#include <cstdint>

namespace binnacle::ui {

using Rgb = std::uint32_t; ///< 0xRRGGBB

struct Tokens {
    bool dark;
    Rgb window;  ///< behind cards
    Rgb surface; ///< cards, rail, bars
    Rgb raised;  ///< selected row, buttons, tracks
    Rgb line;    ///< 1 px borders, grid lines
    Rgb text, muted;
    Rgb faint;    ///< decoration and axes; never what must be read
    Rgb accent;   ///< selection, primary action, main series
    Rgb onAccent; ///< text on an accent fill
    Rgb ok, warning, critical, change;
    Rgb accentDim;                ///< the part of a bar that is held but not used
    Rgb mapGap;                   ///< a heat map cell that does nothing
    std::array<Rgb, 6> heat;      ///< low to high, apart in lightness
    std::array<Rgb, 8> series;    ///< Okabe-Ito order, tuned to the background
    std::array<Rgb, 8> gpuStates; ///< by GpuState, beside a legend with words
};

inline constexpr Tokens kDark{
    .dark = true,
    .window = 0x0E1116,
    .surface = 0x141920,
    .raised = 0x1B222B,
    .line = 0x28313C,
    .text = 0xE4E9F0,
    .muted = 0x93A1B2,
    .faint = 0x5D6A7A,
    .accent = 0x4C9AFF,
    .onAccent = 0x0B1420,
    .ok = 0x3DB88B,
    .warning = 0xE2A53B,
    .critical = 0xF0606C,
    .change = 0xA78BFA,
    .accentDim = 0x27456F,
    .mapGap = 0x1B222B,
    .heat = {0x1C3B5E, 0x24588F, 0x3C86CC, 0x6FB2EA, 0xA9D3F5, 0xE0F0FD},
    .series = {0x4C9AFF, 0xE69F00, 0x2EC4A0, 0xF0E442, 0xD58AD1, 0xF2784B, 0x8FD0FF, 0xB9C2CE},
    .gpuStates = {0x4C9AFF, 0x8FC7F5, 0xE2A53B, 0xD58AD1, 0x8A6A2B, 0x28313C, 0xF0606C, 0x3A4552},
};

inline constexpr Tokens kLight{
    .dark = false,
    .window = 0xF4F6F9,
    .surface = 0xFFFFFF,
    .raised = 0xEEF2F6,
    .line = 0xD9E0E8,
    .text = 0x17202B,
    .muted = 0x566474,
    .faint = 0x8C99A8,
    .accent = 0x1F6FDE,
    .onAccent = 0xFFFFFF,
    .ok = 0x13855D,
    .warning = 0xA66A00,
    .critical = 0xC92A3A,
    .change = 0x6D4BD8,
    .accentDim = 0xB5D0F6,
    .mapGap = 0xEEF2F6,
    .heat = {0xCFE3F8, 0xA3CAF0, 0x6BA8E5, 0x3583D2, 0x1B5FAE, 0x0C3B78},
    .series = {0x1F6FDE, 0xB36B00, 0x00795C, 0x8A7A00, 0xA3459C, 0xC4481B, 0x3A7CA5, 0x566474},
    .gpuStates = {0x1F6FDE, 0x8FBDF2, 0xD08A14, 0xA3459C, 0xE3C48A, 0xE3E9F0, 0xC92A3A, 0xB4BFCB},
};

/// Units: device-independent pixels.
namespace size {
inline constexpr int kBody = 13, kSecondary = 12, kAxis = 11, kTitle = 18, kFigure = 24;
inline constexpr int kGrid = 4, kPadS = 8, kPadM = 12, kPadL = 16;
inline constexpr int kCardRadius = 8, kControlRadius = 6;
inline constexpr int kRail = 196, kRailFolded = 48, kTopBar = 48;
inline constexpr int kRowCompact = 28, kRowComfortable = 34; ///< rows of tables, by density
inline constexpr int kInspector = 372;
} // namespace size

} // namespace binnacle::ui
