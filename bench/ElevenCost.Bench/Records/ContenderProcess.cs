using System.Diagnostics;
using System.Globalization;

namespace ElevenCost.Bench.Records;

/// <summary>A contender in its own process, which answers one question after another.</summary>
internal sealed class ContenderProcess : IDisposable
{
    private readonly Process _process;

    public ContenderProcess(string contender, RecordsOptions options, string place) => _process = ChildProcess.Start("ElevenCost.Bench.dll", withInput: true,
        "child", "records", "ask", contender, Text(options.Count), Text(options.Seed), place);

    /// <summary>The most memory that it has held so far.</summary>
    public double PeakMegabytes { get; private set; }

    /// <summary>Asks a question.</summary>
    /// <param name="question">Its number.</param>
    public async Task<Measured> AskAsync(int question)
    {
        await SendAsync(Text(question));
        var measured = Measured.Parse(await ReadAsync());
        PeakMegabytes = measured.PeakMegabytes;
        return measured;
    }

    /// <summary>The statements on usage that the contender sends to PostgreSQL for a question.</summary>
    public async Task<List<string>> ReadStatementsAsync(int question)
    {
        await SendAsync(RecordsChild.Statements + " " + Text(question));
        var statements = new List<string>();
        while (await ReadAsync() is var line && line != RecordsChild.End)
        {
            statements.Add(line);
        }

        return statements;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task SendAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    private async Task<string> ReadAsync() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("A contender ended; its message is above.");
}
