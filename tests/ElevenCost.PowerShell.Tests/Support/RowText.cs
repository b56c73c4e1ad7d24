using System.Globalization;
using System.Management.Automation;

namespace ElevenCost.PowerShell.Tests.Support;

/// <summary>An object as one line: name and value of every property that is not null, in order of their names.</summary>
internal static class RowText
{
    /// <summary>The rows; with <paramref name="isHourly"/> a bucket's time is written with its hour.</summary>
    public static string[] Of(Outcome outcome, bool isHourly = false) => [.. outcome.Output.Select(row => string.Join('|', row!.Properties
        .Where(property => property.MemberType == PSMemberTypes.Property && property.Value is not null)
        .Select(property => $"{property.Name}={Value(property.Value, isHourly)}").Order(StringComparer.Ordinal)))];

    private static string Value(object value, bool isHourly) =>
        isHourly && value is DateTime { Kind: DateTimeKind.Unspecified } hour ? hour.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture) : Outcome.Text(value);
}
