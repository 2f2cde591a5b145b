// SPDX-License-Identifier: GPL-3.0-or-later
// The console: reads the command line, wires estates to the window, runs. Everything with a
// decision in it is elsewhere.
#include "app/composition/allocator.h"
#include "app/gui/console_application.h"
#include "app/gui/frame_report.h"
#include "app/gui/keychain_secrets.h"
#include "app/gui/options.h"
#include "app/gui/screenshots.h"
#include "app/gui/session_estate.h"
#include "app/gui/startup_report.h"
#include "app/gui/system_scheme.h"
#include "app/gui/unix_signals.h"
#include "ui/shell/main_window.h"
#include "ui/shell/time_frame.h"
#include "ui/shell/ui_state.h"
#include "ui/theme/theme.h"
#include "ui/viewmodels/environments.h"
#include "ui/viewmodels/source_health.h"

#include <QTemporaryDir>
#include <QTimer>

#include <csignal>
#include <cstdio>
#include <mutex>

namespace {

using namespace binnacle;

/// Before QApplication: pictures need no display and choose their own scale.
void chooseStage(const app::GuiOptions& options)
{
    if (options.screenshotFolder.empty())
        return;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_SCALE_FACTOR", QByteArray::number(options.scale));
    qputenv("QT_ENABLE_HIGHDPI_SCALING", "1");
}

models::Result<services::Config> chooseConfig(const app::GuiOptions& options)
{
    if (options.demo)
        return services::demoConfig();
    const auto file = options.config.empty() ? services::defaultConfigFile() : options.config;
    auto config = services::loadConfig(file);
    // No file at the usual place is a first run; anything else wrong with it is told.
    if (!config && options.config.empty() && config.error().code == models::ErrorCode::NotFound) {
        services::Config first;
        first.file = file;
        return first;
    }
    return config;
}

ui::ThemeMode chooseTheme(const app::GuiOptions& options, const ui::UiState& state)
{
    if (options.theme == "dark")
        return ui::ThemeMode::Dark;
    if (options.theme == "light")
        return ui::ThemeMode::Light;
    if (!options.screenshotFolder.empty())
        return ui::ThemeMode::Dark;
    return static_cast<ui::ThemeMode>(state.value(QStringLiteral("theme"), 0).toInt());
}

QString stateFile(const app::GuiOptions& options)
{
    if (!options.screenshotFolder.empty())
        return {};
    return QString::fromStdString((services::defaultDataFolder() / "console.ini").string());
}

/// The configuration as the factory's workers may read it.
class SharedConfig {
public:
    void set(services::Config config)
    {
        const std::lock_guard lock(m_mutex);
        m_config = std::move(config);
    }
    services::Config get()
    {
        const std::lock_guard lock(m_mutex);
        return m_config;
    }

private:
    std::mutex m_mutex;
    services::Config m_config;
};

/// Pictures must not depend on an earlier run: nothing is kept for them. The demo's history lasts
/// as long as its window.
app::StoreFolder historyFolder(const app::GuiOptions& options, const QString& demoFolder)
{
    if (!options.screenshotFolder.empty())
        return [](const auto&, const auto&) { return std::filesystem::path(); };
    if (!options.demo)
        return app::estateFolder;
    return [root = std::filesystem::path(demoFolder.toStdString())](const auto& config,
                                                                    const auto& environment) {
        return root.empty() ? root : root / app::estateFolder(config, environment).filename();
    };
}

int show(app::ConsoleApplication& application, const app::GuiOptions& options,
         services::Config config)
{
    SharedConfig shared;
    shared.set(config);
    app::Runtime runtime = app::makeRuntime();
    runtime.secrets = app::makeKeychainSecrets();
    std::unique_ptr<QTemporaryDir> demoFolder; // outlives the workers that close the store in it
    if (options.demo && options.screenshotFolder.empty())
        demoFolder = std::make_unique<QTemporaryDir>();
    ui::WorkerPool pool;
    ui::Environments environments(
        pool, app::makeEstateFactory(
                  runtime, [&shared] { return shared.get(); },
                  historyFolder(options, demoFolder ? demoFolder->path() : QString())));
    QObject::connect(&environments, &ui::Environments::configChanged, &environments,
                     [&] { shared.set(environments.config()); });
    ui::UiState state(stateFile(options));
    ui::Theme theme;
    app::SystemScheme scheme(theme);
    theme.setMode(chooseTheme(options, state));
    theme.setDensity(state.value(QStringLiteral("density")).toString() ==
                             QStringLiteral("comfortable")
                         ? ui::Density::Comfortable
                         : ui::Density::Compact);
    environments.setConfig(std::move(config), QString::fromStdString(options.environment));
    ui::MainWindow window(theme, environments, state, ui::allPages());
    if (!options.at.empty()) {
        if (const auto at = models::parseTimeArgument(options.at, models::Clock::system().now()))
            window.time().dial().setMoment(*at);
    }
    std::unique_ptr<app::StartupReport> report;
    if (!options.startupReport.empty())
        report = std::make_unique<app::StartupReport>(window, options.startupReport);
    std::unique_ptr<app::Screenshots> screenshots;
    if (!options.screenshotFolder.empty()) {
        window.setMinimumSize(640, 480);
        window.resize(options.width, options.height);
        screenshots = std::make_unique<app::Screenshots>(window, theme, options, [&environments] {
            const auto& snapshot = environments.feed().live();
            return !environments.feed().isLoading() &&
                   ui::sourceHealth(snapshot.get(), models::Clock::system().now()).starting == 0;
        });
        QObject::connect(screenshots.get(), &app::Screenshots::finished, &application,
                         [&application](int code) { application.exit(code); });
        QTimer::singleShot(0, screenshots.get(), &app::Screenshots::start);
    }
    app::UnixSignals signals;
    QObject::connect(&signals, &app::UnixSignals::endRequested, &window, [&window] {
        window.close();
        QApplication::quit();
    });
    std::unique_ptr<app::FrameReport> frames;
    if (!options.frameReport.empty())
        frames = std::make_unique<app::FrameReport>(options.frameReport);
    application.setFrameReport(frames.get());
    window.show();
    int code = QApplication::exec();
    application.setFrameReport(nullptr);
    if (frames && !frames->write() && code == 0)
        code = 1;
    environments.feed().attach(nullptr);
    return code;
}

} // namespace

int main(int argc, char** argv)
{
    app::limitHeaps();
    const auto options =
        app::parseOptions(std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
    if (!options) {
        std::fprintf(stderr, "binnacle: %s\n%s\n", options.error().text().c_str(),
                     options.error().remedy.c_str());
        return 2;
    }
    if (options->help || options->version) {
        std::printf("%s", options->help ? app::usage().c_str() : "binnacle " BINNACLE_VERSION "\n");
        return 0;
    }
    chooseStage(*options);
    if (options->clock.known())
        models::Clock::holdSystem(options->clock);
    std::signal(SIGPIPE, SIG_IGN); // a server that hangs up is an error to tell, not an end
    app::ConsoleApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("Binnacle"));
    QApplication::setApplicationVersion(QStringLiteral(BINNACLE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("binnacle"));
    auto config = chooseConfig(*options);
    if (!config) {
        std::fprintf(stderr, "binnacle: %s\n%s\n", config.error().text().c_str(),
                     config.error().remedy.c_str());
        return 2;
    }
    return show(application, *options, std::move(*config));
}
