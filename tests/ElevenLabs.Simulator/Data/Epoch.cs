namespace ElevenLabs.Simulator;

/// <summary>Days and seconds since 1970.</summary>
internal static class Epoch
{
    private static readonly int Zero = new DateOnly(1970, 1, 1).DayNumber;

    public static int DayOf(DateOnly date) => date.DayNumber - Zero;

    public static DateOnly DateOf(long day) => DateOnly.FromDayNumber((int)day + Zero);

    public static long FloorDiv(long value, long by) => value >= 0 ? value / by : -((-value + by - 1) / by);
}
