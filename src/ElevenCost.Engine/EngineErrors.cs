using System.Globalization;

namespace ElevenCost.Engine;

/// <summary>The errors of the engine's own folder: id, text and remedy of each in one place.</summary>
public static class EngineErrors
{
    internal static readonly ErrorKind FigureOutOfBounds = new(FailureCategory.Unavailable,
        "A figure in the answer, or the sum of a day, is larger than any account can use. Nothing of that answer was stored.",
        "Sync again. If it persists, report it to ElevenLabs' support.",
        FailureNature.ResultNotValid);

    internal static readonly ErrorKind HomeNotAFolder = new(FailureCategory.Configuration,
        "The path of the home folder, or of a folder above it, is a file.",
        "Set `ELEVENCOST_HOME` to a folder, or move the file away.");

    internal static readonly ErrorKind HomeNotFound = new(FailureCategory.Configuration,
        "The user has no folder for local application data. This affects some service accounts, and users that the system does not know if `HOME` is not set.",
        "Set `ELEVENCOST_HOME` to a folder.",
        FailureNature.NotFound);

    internal static readonly ErrorKind HomeNotWritable = new(FailureCategory.Ledger,
        "The home folder cannot be created.",
        "Make it writable, or set `ELEVENCOST_HOME` to another folder.");

    internal static readonly ErrorKind SumTooLarge = new(FailureCategory.Ledger,
        "A sum of credits, requests, minutes or cost exceeds what its type holds: 64 bits, or 28 digits. No result is shown.",
        "Use a shorter range or fewer connections, and check the figures with `Get-ElevenLabsCoverage` or `elevencost coverage`.");

    internal static readonly ErrorKind WildcardNotValid = new(FailureCategory.Usage,
        "A set in a pattern, such as `[a-z]`, is not closed, or a range in it runs backwards.",
        "Close the set, or put a backtick before a literal bracket.");

    /// <summary><c>SumTooLarge</c>.</summary>
    /// <param name="cause">What the arithmetic threw.</param>
    public static ElevenCostException Overflow(OverflowException cause) => new(SumTooLarge,
        "A sum is larger than ElevenCost can hold.",
        $"Use a shorter range or fewer connections, and check the figures of the days: {Advice.Of("Get-ElevenLabsCoverage", "elevencost coverage")}.", cause);

    internal static ElevenCostException NoLocalData() => new(HomeNotFound,
        "There is no folder for local application data.", $"Set {Home.Variable} to a folder of your own.");

    internal static ElevenCostException TildeNotKnown(string path) => new(HomeNotFound,
        $"{Home.Variable} is '{path}', and the folder for ~ is unknown.", $"Set {Home.Variable} to an absolute path.");

    /// <param name="path">The file where a folder should be.</param>
    /// <param name="home">The home folder that was asked for.</param>
    internal static ElevenCostException NotAFolder(string path, string home) => new(HomeNotAFolder,
        $"'{path}' is a file{(path == home ? "" : $", so there is no folder '{home}' in it")}: ElevenCost keeps its files in a folder.",
        $"Set {Home.Variable} to a folder, or move the file away.");

    internal static ElevenCostException FolderNotMade(string path, Exception cause) => new(HomeNotWritable,
        $"The folder '{path}' cannot be created: {cause.Message}", $"Make it writable, or set {Home.Variable} to another folder.", cause);

    /// <param name="variable">The variable.</param>
    /// <param name="text">What it holds.</param>
    /// <param name="usual">What counts without it.</param>
    internal static ElevenCostException SecondsNotValid(SecondsVariable variable, string text, TimeSpan usual) => new(variable.Kind,
        string.Create(CultureInfo.InvariantCulture, $"The environment variable {variable.Name} is '{ShownText.Of(text)}', not a whole number from {variable.Least} to {variable.Most}."),
        string.Create(CultureInfo.InvariantCulture, $"Set it to {variable.What}, {variable.Least} to {variable.Most}, or remove it for {usual.TotalSeconds:0}."));

    internal static ElevenCostException PatternNotValid(string pattern) => new(WildcardNotValid,
        $"The wildcard pattern '{pattern}' is not valid: a set such as [a-z] is not closed, or a range in it runs backwards.",
        "Close the set, or write `[ for a plain bracket.");
}
