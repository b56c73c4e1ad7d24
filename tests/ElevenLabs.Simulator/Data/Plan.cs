namespace ElevenLabs.Simulator;

/// <summary>Monthly credits by tier, from the plan catalogue.</summary>
internal static class Plan
{
    public static long? MonthlyCredits(string tier) => tier switch
    {
        "free" => 10_000,
        "starter" => 30_000,
        "creator" => 121_000,
        "pro" => 600_000,
        "scale_2024_08_10" => 1_800_000,
        "growing_business" => 6_000_000,
        "payg" => 0,
        _ => null,
    };

    /// <summary>The list price of a month in cents of a dollar, before tax; null where there is none.</summary>
    public static long? MonthlyCents(string tier) => tier switch
    {
        "starter" => 600,
        "creator" => 2_200,
        "pro" => 9_900,
        "scale_2024_08_10" => 29_900,
        "growing_business" => 99_000,
        _ => null,
    };
}
