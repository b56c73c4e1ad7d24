using System.Globalization;

namespace ElevenCost.Engine;

/// <summary>An environment variable that sets a time limit in whole seconds.</summary>
/// <param name="Kind">The error of a value that is no such number.</param>
/// <param name="Name">The variable.</param>
/// <param name="Least">The fewest seconds that it may hold.</param>
/// <param name="Most">The most seconds that it may hold.</param>
/// <param name="What">What it sets, as part of a sentence.</param>
internal sealed record SecondsVariable(ErrorKind Kind, string Name, int Least, int Most, string What)
{
    /// <summary>The limit that the environment sets, else the usual one.</summary>
    /// <param name="environment">The value of an environment variable.</param>
    /// <param name="usual">What counts without it.</param>
    /// <exception cref="ElevenCostException">Of <see cref="Kind"/>: the variable holds no whole number of its range.</exception>
    public TimeSpan Read(Func<string, string?> environment, TimeSpan usual)
    {
        string? text = environment(Name);
        return string.IsNullOrWhiteSpace(text) ? usual
            : TimeSpan.FromSeconds(WholeNumber(text, Least, Most) ?? throw EngineErrors.SecondsNotValid(this, text, usual));
    }

    /// <summary>The whole number that a variable holds; null if it holds none from the least to the most.</summary>
    internal static int? WholeNumber(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number : null;
}
