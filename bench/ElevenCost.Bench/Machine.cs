using System.Globalization;
using System.Runtime.InteropServices;

namespace ElevenCost.Bench;

/// <summary>The machine that figures were measured on.</summary>
internal static class Machine
{
    /// <summary>Processor, memory, system and runtime in one line.</summary>
    public static string Describe()
    {
        const string Info = "/proc/cpuinfo";
        string model = File.Exists(Info)
            ? File.ReadLines(Info).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor"
            : "unknown processor";
        return string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} processors ({model}), {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1073741824.0:0} GB of memory, {RuntimeInformation.OSDescription}, .NET {Environment.Version}");
    }
}
