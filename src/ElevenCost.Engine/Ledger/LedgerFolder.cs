using System.Globalization;

namespace ElevenCost.Engine.Ledger;

/// <summary>Where one connection's files are.</summary>
internal sealed class LedgerFolder
{
    private const string MonthFormat = "yyyy-MM";
    private const string Extension = ".json";

    private readonly string _home;

    /// <summary>Finds the folder; does not make it.</summary>
    /// <exception cref="ElevenCostException"><c>ConnectionNameInvalid</c>: the name could lead out of the home.</exception>
    public LedgerFolder(Home home, string connection)
    {
        // A leading dot would hide the folder or leave it; Windows drops trailing ones, so that two names would share a folder.
        bool isName = connection.Length > 0 && connection[0] != '.' && connection[^1] != '.'
            && connection.All(letter => char.IsLetterOrDigit(letter) || letter is '-' or '_' or '.');
        if (!isName)
        {
            throw new ElevenCostException("ConnectionNameInvalid", FailureCategory.Configuration,
                $"'{connection}' cannot be a connection's name.",
                "Use letters, digits, '-', '_' and '.', with no '.' at either end.");
        }

        _home = home.Path;
        Connection = connection.ToLowerInvariant();
        Path = System.IO.Path.Combine(_home, Connection);
    }

    /// <summary>The connection's name in lower case.</summary>
    public string Connection { get; }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The file that writers lock.</summary>
    public string Lock => System.IO.Path.Combine(Path, ".lock");

    /// <summary>The names of IDs.</summary>
    public string Names => System.IO.Path.Combine(Path, "names.json");

    /// <summary>The subscription's snapshots.</summary>
    public string Snapshots => System.IO.Path.Combine(Path, "subscription.jsonl");

    /// <summary>The sync log.</summary>
    public string SyncLog => System.IO.Path.Combine(Path, "sync-log.jsonl");

    /// <summary>Makes the folder if it is absent.</summary>
    /// <exception cref="ElevenCostException"><c>HomeNotWritable</c>.</exception>
    public void Create()
    {
        // The home on its own, since folders that are made on the way to another are open to everyone.
        Home.CreatePrivateFolder(_home);
        Home.CreatePrivateFolder(Path);
    }

    /// <summary>The file of a month.</summary>
    public string Month(DateOnly first) =>
        System.IO.Path.Combine(Path, first.ToString(MonthFormat, CultureInfo.InvariantCulture) + Extension);

    /// <summary>The first days of the months within a range that have a file, in order; of every month where the range is null.</summary>
    public IReadOnlyList<DateOnly> Months(DateRange? range)
    {
        try
        {
            if (!Directory.Exists(Path))
            {
                return [];
            }

            var months = new List<DateOnly>();
            string[] files = Directory.GetFiles(Path, "????-??" + Extension);

            // Their names sort as their months do.
            Array.Sort(files, StringComparer.Ordinal);
            foreach (string file in files)
            {
                string name = System.IO.Path.GetFileNameWithoutExtension(file);
                if (DateOnly.TryParseExact(name, MonthFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly first)
                    && (range is not { } asked || (first <= asked.End && first.AddMonths(1).AddDays(-1) >= asked.Start)))
                {
                    months.Add(first);
                }
            }

            return months;
        }
        catch (Exception e) when (LedgerErrors.IsRefusal(e))
        {
            throw LedgerErrors.NotReadable(Path, e);
        }
    }

    /// <summary>Moves a damaged file under <c>.damaged</c>, with the time in its name; nothing is ever overwritten there.</summary>
    /// <returns>Where it is now.</returns>
    public string SetAside(string file, DateTimeOffset now)
    {
        string folder = System.IO.Path.Combine(Path, ".damaged");
        Home.CreatePrivateFolder(folder);
        string name = string.Create(CultureInfo.InvariantCulture,
            $"{System.IO.Path.GetFileName(file)}.{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        try
        {
            string target = System.IO.Path.Combine(folder, name);
            for (int number = 2; File.Exists(target); number++)
            {
                target = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}.{number}"));
            }

            File.Move(file, target, overwrite: false);
            return target;
        }
        catch (Exception e) when (LedgerErrors.IsRefusal(e))
        {
            throw LedgerErrors.NotWritable(folder, e);
        }
    }
}
