// SPDX-License-Identifier: GPL-3.0-or-later
// compare_pictures GOLDEN NEW DIFFERENCE: one JSON line with the share of pixels that differ
// visibly; where some do, DIFFERENCE is written with them in red. Ends with 0; 2 when a file is no
// picture.
#include <QImage>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace {

/// Less than this in every channel is how two versions of a font renderer differ, not two programs.
constexpr int kVisible = 24;

bool differ(QRgb a, QRgb b)
{
    return std::max({std::abs(qRed(a) - qRed(b)), std::abs(qGreen(a) - qGreen(b)),
                     std::abs(qBlue(a) - qBlue(b))}) > kVisible;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 4) {
        std::fputs("usage: compare_pictures GOLDEN NEW DIFFERENCE\n", stderr);
        return 2;
    }
    const QImage golden =
        QImage(QString::fromLocal8Bit(argv[1])).convertToFormat(QImage::Format_RGB32);
    const QImage fresh =
        QImage(QString::fromLocal8Bit(argv[2])).convertToFormat(QImage::Format_RGB32);
    if (golden.isNull() || fresh.isNull()) {
        std::fprintf(stderr, "compare_pictures: %s is no picture\n", argv[golden.isNull() ? 1 : 2]);
        return 2;
    }
    const bool sameSize = golden.size() == fresh.size();
    qint64 count = 0;
    if (sameSize) {
        QImage marked = fresh;
        for (int y = 0; y < fresh.height(); ++y) {
            for (int x = 0; x < fresh.width(); ++x) {
                if (!differ(golden.pixel(x, y), fresh.pixel(x, y)))
                    continue;
                marked.setPixel(x, y, qRgb(255, 0, 0));
                ++count;
            }
        }
        if (count > 0)
            marked.save(QString::fromLocal8Bit(argv[3]), "PNG");
    }
    const double share = sameSize ? double(count) / (double(fresh.width()) * fresh.height()) : 1.0;
    std::printf("{\"sameSize\":%s,\"differing\":%.6f}\n", sameSize ? "true" : "false", share);
    return 0;
}
