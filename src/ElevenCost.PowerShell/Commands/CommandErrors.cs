namespace ElevenCost.PowerShell.Commands;

/// <summary>The errors of parameters that only the cmdlets have: id, text and remedy of each in one place.</summary>
internal static class CommandErrors
{
    public static readonly ErrorKind DimensionsNotExplained = new(FailureCategory.Usage,
        "`-Explain` accepts one dimension at a time.",
        "Use one of `-ApiKey`, `-User` and so on.");

    public static readonly ErrorKind GranularityNeedsSummary = new(FailureCategory.Usage,
        "`-Granularity` was given without `-Summary`.",
        "Add `-Summary`, or leave `-Granularity` out.");

    public static readonly ErrorKind PowerShellNotFound = new(FailureCategory.Configuration,
        "There is no `pwsh` beside the program that hosts the session, nor on PATH, so a scheduler has nothing to start.",
        "Install PowerShell, or schedule with `elevencost schedule set`.",
        FailureNature.NotInstalled);

    public static readonly ErrorKind SecretNameMissing = new(FailureCategory.Usage,
        "A vault is given without a secret.",
        "Add `-SecretName`, or leave `-Vault` out.");

    public static readonly ErrorKind SeriesNeedsMetric = new(FailureCategory.Usage,
        "`-Breakdown` or `-Key` was given without `-Metric`.",
        "Add `-Metric`, or use `-GroupBy` and the filters of dimensions.");

    public static ElevenCostException NoPowerShell(string folder) => new(PowerShellNotFound,
        $"There is no pwsh in '{folder}', nor on PATH, that a scheduler could start.", "Install PowerShell, or schedule with: elevencost schedule set");

    public static ElevenCostException NoMetric() => new(SeriesNeedsMetric,
        "-Breakdown and -Key need -Metric.", "Add -Metric, or use -GroupBy and the filters of dimensions.");

    public static ElevenCostException SeveralDimensions(IEnumerable<Dimension> dimensions) => new(DimensionsNotExplained,
        $"-Explain accepts one dimension at a time; {string.Join(" and ", dimensions.Select(dimension => $"-{dimension}"))} were given.", "Use one of them.");

    public static ElevenCostException NoSummary() => new(GranularityNeedsSummary,
        "-Granularity needs -Summary.", "Add -Summary, or leave -Granularity out.");

    public static ElevenCostException VaultWithoutSecret(string vault) => new(SecretNameMissing,
        $"-Vault '{vault}' is given without -SecretName.", "Add -SecretName, or leave -Vault out.");
}
