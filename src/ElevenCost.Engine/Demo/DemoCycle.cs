namespace ElevenCost.Engine.Demo;

/// <summary>Twelve weeks in the life of the demo workspace, in which everything that happens now and then happens once. Immutable.</summary>
/// <param name="Number">Counted from 1, which begins on the first day with usage.</param>
internal readonly record struct DemoCycle(int Number)
{
    private const int Days = 84;

    /// <summary>The first day.</summary>
    public DateOnly First => DemoWorkspace.FirstDay.AddDays((Number - 1) * Days);

    /// <summary>The cycle of a day, which must not lie before the first with usage.</summary>
    public static DemoCycle Of(DateOnly day) => new(((day.DayNumber - DemoWorkspace.FirstDay.DayNumber) / Days) + 1);

    /// <summary>The cycles whose campaigns may reach into some days: those of the days, and the one before.</summary>
    public static IEnumerable<DemoCycle> Between(DateOnly from, DateOnly to)
    {
        if (to < DemoWorkspace.FirstDay)
        {
            return [];
        }

        int first = from <= DemoWorkspace.FirstDay ? 1 : Math.Max(1, Of(from).Number - 1);
        return Enumerable.Range(first, Of(to).Number - first + 1).Select(number => new DemoCycle(number));
    }
}
