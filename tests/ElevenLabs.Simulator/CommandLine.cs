using System.Globalization;

namespace ElevenLabs.Simulator;

/// <summary>The arguments of the program.</summary>
internal sealed record CommandLine(SimulatorOptions Options, int Port, IReadOnlyList<string> Faults, DateTimeOffset? Time, bool ExitWithStdin)
{
    public const string Usage = """
        usage: ElevenLabs.Simulator [options]
          --port N                       port on 127.0.0.1, 0 = any (default)
          --seed N                       seed of the workspace (1)
          --keys N                       number of API keys (12)
          --days N                       days of usage before now (400)
          --records-per-key-day X        grouped rows of a key and day (5.56)
          --tier NAME                    subscription tier (creator)
          --billing NAME                 usage-based (default) or pay-as-you-go
          --counts-credits               the subscription has its counters of credits by kind
          --key-field NAME=JSON          field of each service account's key, repeatable
          --currency CODE                currency of subscription and cost (usd)
          --subscription NAME=JSON       field of the subscription, repeatable
          --time yyyy-MM-ddTHH:mm:ssZ    fixed clock (default: the system's)
          --burst yyyy-MM-ddTHH:mm:ssZ,N that many more requests at one instant in the request log, repeatable
          --fault NAME[:ARG][@/PATH][#N] deviation, repeatable; see README.md
          --exit-with-stdin              stop when standard input closes
        """;

    public static CommandLine Parse(string[] args)
    {
        SimulatorOptions options = new();
        int port = 0;
        List<string> faults = [];
        DateTimeOffset? time = null;
        bool exitWithStdin = false;
        for (int i = 0; i < args.Length; i++)
        {
            string name = args[i];
            if (name == "--exit-with-stdin")
            {
                exitWithStdin = true;
                continue;
            }

            if (name == "--counts-credits")
            {
                options = options with { CountsCredits = true };
                continue;
            }

            string value = i + 1 < args.Length ? args[++i] : throw new FormatException($"'{name}' is unknown or needs a value.");
            switch (name)
            {
                case "--port":
                    port = Integer(name, value, 0, 65_535);
                    break;
                case "--seed":
                    options = options with { Seed = Integer(name, value, int.MinValue, int.MaxValue) };
                    break;
                case "--keys":
                    options = options with { Keys = Integer(name, value, 1, 1_000_000) };
                    break;
                case "--days":
                    options = options with { Days = Integer(name, value, 0, 3650) };
                    break;
                case "--records-per-key-day":
                    options = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double records) && records > 0
                        ? options with { RecordsPerKeyDay = records } : throw new FormatException($"{name} does not take '{value}'.");
                    break;
                case "--tier":
                    options = options with { Tier = value };
                    break;
                case "--billing":
                    options = options with
                    {
                        Billing = value switch
                        {
                            "usage-based" => SimulatedBilling.UsageBased,
                            "pay-as-you-go" => SimulatedBilling.PayAsYouGo,
                            _ => throw new FormatException($"{name} does not take '{value}'."),
                        },
                    };
                    break;
                case "--currency":
                    options = options with { Currency = value };
                    break;
                case "--subscription":
                    options = options with { SubscriptionFields = With(options.SubscriptionFields, name, value) };
                    break;
                case "--key-field":
                    options = options with { KeyFields = With(options.KeyFields, name, value) };
                    break;
                case "--time":
                    time = Instant(name, value, value);
                    break;
                case "--burst":
                    string[] parts = value.Split(',');
                    RequestBurst burst = parts.Length == 2
                        ? new RequestBurst(Instant(name, value, parts[0]), Integer(name, parts[1], 1, 1_000_000)) : throw new FormatException($"{name} does not take '{value}'.");
                    options = options with { RequestBursts = [.. options.RequestBursts, burst] };
                    break;
                case "--fault":
                    faults.Add(Fault.Parse(value).ToString());
                    break;
                default:
                    throw new FormatException($"There is no option '{name}'.");
            }
        }

        return new CommandLine(options, port, faults, time, exitWithStdin);
    }

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string> fields, string name, string value)
    {
        int equals = value.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new Dictionary<string, string>(fields) { [value[..equals]] = value[(equals + 1)..] }
            : throw new FormatException($"{name} does not take '{value}'.");
    }

    private static int Integer(string name, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number : throw new FormatException($"{name} does not take '{value}'.");

    private static DateTimeOffset Instant(string name, string value, string text) =>
        DateTimeOffset.TryParseExact(
            text,
            "yyyy-MM-dd'T'HH:mm:ss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out DateTimeOffset at) ? at : throw new FormatException($"{name} does not take '{value}'.");
}
