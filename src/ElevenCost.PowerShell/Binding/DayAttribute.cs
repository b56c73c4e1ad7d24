using System.Globalization;
using System.Management.Automation;

namespace ElevenCost.PowerShell.Binding;

/// <summary>Takes a day as it is written: <c>2026-11-01</c>, or the date of a <see cref="DateTime"/> whatever its kind and time of day.</summary>
/// <remarks>Text in any other form is rejected: PowerShell reads 01.11.2026 as 11 January in every culture.</remarks>
internal sealed class DayAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether an empty text is none, as an empty cell of a CSV file is; false: it is rejected.</summary>
    public bool EmptyIsNone { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData) switch
        {
            DateTime day => day.Date,
            DateTimeOffset instant => instant.Date,
            DateOnly day => day.ToDateTime(TimeOnly.MinValue),
            "" when EmptyIsNone => null,
            string text => Parse(text),
            var other => other,
        };

    private static DateTime Parse(string text) =>
        DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day)
            ? day
            : throw new ArgumentTransformationMetadataException($"'{text}' is not a day. Write it as year-month-day, such as 2026-11-01.");
}
