using System.Diagnostics;
using System.Text.Json;

namespace ElevenCost.PowerShell.Tests.Support;

/// <summary>The command line on the home of a session.</summary>
internal static class CommandLineRun
{
    /// <summary>The rows of its JSON, each as <see cref="RowText"/> has them.</summary>
    public static string[] Rows(ModuleSession session, params string[] arguments)
    {
        string output = Output(session, [.. arguments, "--output", "json"]);
        using var document = JsonDocument.Parse(output);
        return [.. document.RootElement.EnumerateArray().Select(row => string.Join('|', row.EnumerateObject()
            .Where(cell => cell.Value.ValueKind != JsonValueKind.Null)
            .Select(cell => $"{cell.Name}={Cell(cell.Value)}").Order(StringComparer.Ordinal)))];
    }

    /// <summary>What it prints; it must exit with 0.</summary>
    public static string Output(ModuleSession session, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.CommandLine, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in session.Environment)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"elevencost {string.Join(' ', arguments)} exited with {process.ExitCode}: {error.Result}");
        return output;
    }

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => Outcome.Text(value.GetDecimal()),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        _ => value.GetRawText(),
    };
}
