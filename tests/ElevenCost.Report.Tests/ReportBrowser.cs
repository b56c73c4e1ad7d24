using Microsoft.Playwright;

namespace ElevenCost.Report.Tests;

/// <summary>A Chromium of this machine, for all tests of a class; null if there is none.</summary>
public sealed class ReportBrowser : IAsyncLifetime
{
    private IPlaywright? _playwright;

    /// <summary>Why there is no browser; null if there is one.</summary>
    public string? Missing { get; private set; }

    /// <summary>The browser.</summary>
    public IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        string? path = Environment.GetEnvironmentVariable("ELEVENCOST_TEST_CHROMIUM")
            ?? new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        if (path is null)
        {
            Missing = "There is no Chromium: install Debian's chromium, or set ELEVENCOST_TEST_CHROMIUM to its path.";
            return;
        }

        _playwright = await Playwright.CreateAsync();

        // In a container root has no sandbox.
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        if (_playwright is not null)
        {
            await Browser.DisposeAsync();
            _playwright.Dispose();
        }
    }
}
