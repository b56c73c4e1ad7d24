using System.Management.Automation;
using System.Management.Automation.Host;
using ElevenCost.Engine.Charts;

namespace ElevenCost.PowerShell.Views;

/// <summary>What a session's screen shows.</summary>
internal static class HostScreen
{
    /// <summary>As PowerShell assumes where there is no screen.</summary>
    public const int DefaultWidth = 120;

    private const int Utf8 = 65001;

    /// <summary>The columns of the host's screen.</summary>
    public static int WidthOf(PSHost host)
    {
        try
        {
            return host.UI?.RawUI?.BufferSize.Width is > 0 and int width ? width : DefaultWidth;
        }
        catch (Exception e) when (e is HostException or NotImplementedException or InvalidOperationException or IOException)
        {
            // A job's host has no screen.
            return DefaultWidth;
        }
    }

    /// <summary>What charts are drawn for.</summary>
    /// <param name="host">The session's host.</param>
    /// <param name="rendering"><c>$PSStyle.OutputRendering</c>; null if the session has none.</param>
    public static ChartTerminal ChartsOf(PSHost host, string? rendering) => new(WidthOf(host), ColorsOf(host, rendering), IsUnicode);

    // PowerShell writes to a Windows console in Unicode, whatever the console's code page is.
    private static bool IsUnicode => (OperatingSystem.IsWindows() && !Console.IsOutputRedirected) || Console.OutputEncoding.CodePage == Utf8;

    private static ChartColors ColorsOf(PSHost host, string? rendering) => rendering switch
    {
        // Who asks for escape sequences gets them wherever the text goes.
        "Ansi" => ChartTerminal.DepthOf(Environment.GetEnvironmentVariable),
        "PlainText" => ChartColors.None,
        _ => host.UI?.SupportsVirtualTerminal == true && !Console.IsOutputRedirected ? ChartTerminal.ColorsOf(Environment.GetEnvironmentVariable) : ChartColors.None,
    };

    /// <summary><c>$PSStyle.OutputRendering</c> of a session.</summary>
    /// <param name="session">The session.</param>
    public static string? RenderingOf(SessionState session) =>
        session.PSVariable.GetValue("PSStyle") is { } style ? PSObject.AsPSObject(style).Properties["OutputRendering"]?.Value?.ToString() : null;
}
