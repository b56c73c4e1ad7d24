namespace ElevenCost.Engine.Tests.Query;

/// <summary>Both days of 2026 on which the clocks change, in three zones; in the last one by half an hour.</summary>
public sealed class HourDays : TheoryData<string, string, int>
{
    public HourDays()
    {
        Add("Europe/Berlin", "2026-03-29", 23);
        Add("Europe/Berlin", "2026-10-25", 25);
        Add("America/New_York", "2026-03-08", 23);
        Add("America/New_York", "2026-11-01", 25);
        Add("Australia/Lord_Howe", "2026-04-05", 25);
        Add("Australia/Lord_Howe", "2026-10-04", 24);
    }
}
