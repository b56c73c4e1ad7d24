using System.Collections;

namespace ElevenCost.PowerShell.Completion;

/// <summary>Completes the IANA names of time zones.</summary>
public sealed class TimeZoneCompleter : ElevenCostCompleter
{
    private protected override IEnumerable<(string Text, string ToolTip)> Candidates(EngineSession session, string parameterName, IDictionary bound) =>
        TimeZoneInfo.GetSystemTimeZones()
            .Select(zone => (Name: zone.HasIanaId ? zone.Id : TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out string? iana) ? iana : zone.Id, zone.DisplayName))
            .DistinctBy(zone => zone.Name)
            .OrderBy(zone => zone.Name, StringComparer.Ordinal);
}
