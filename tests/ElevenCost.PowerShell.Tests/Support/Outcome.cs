using System.Globalization;
using System.Management.Automation;

namespace ElevenCost.PowerShell.Tests.Support;

/// <summary>What a script wrote, on each of its streams.</summary>
internal sealed record Outcome(
    IReadOnlyList<PSObject?> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Warnings, IReadOnlyList<string> Verbose,
    IReadOnlyList<ProgressRecord> Progress)
{
    /// <summary>Each object as its text, a number or a day in the invariant culture.</summary>
    public string[] Lines => [.. Output.Select(Text)];

    /// <summary>The id of the only error.</summary>
    public string ErrorId => Assert.Single(Errors).FullyQualifiedErrorId;

    /// <summary>What the only error advises.</summary>
    public string Remedy => Assert.Single(Errors).ErrorDetails?.RecommendedAction ?? "";

    /// <summary>A value as text; money without the zeros at its end.</summary>
    public static string Text(object? value) => (value is PSObject item ? item.BaseObject : value) switch
    {
        null => "",
        decimal number => (number / 1.000000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture),
        DateTime { Kind: DateTimeKind.Unspecified } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
        var other => LanguagePrimitives.ConvertTo<string>(other),
    };
}
