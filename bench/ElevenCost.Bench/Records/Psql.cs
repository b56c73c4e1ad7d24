using System.Diagnostics;
using System.Globalization;

namespace ElevenCost.Bench.Records;

/// <summary>One psql for all statements.</summary>
internal sealed class Psql(Process process) : IDisposable
{
    private const string End = "end-of-answer";

    /// <summary>The most memory that psql has held so far; the server's is not in it.</summary>
    public double PeakMegabytes
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Runs statements, and throws their rows away: what reading them takes is not psql's.</summary>
    /// <returns>The seconds that it took.</returns>
    public async Task<double> RunAsync(IEnumerable<string> statements)
    {
        await process.StandardInput.WriteLineAsync("\\o /dev/null");
        await process.StandardInput.FlushAsync();
        long start = Stopwatch.GetTimestamp();
        await foreach (string line in AnswerAsync(statements))
        {
            throw new InvalidOperationException("psql: " + line);
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Runs statements and reads the last numbers of their rows.</summary>
    /// <param name="statements">The statements.</param>
    /// <param name="row">Receives each row's columns.</param>
    public async Task ReadAsync(IEnumerable<string> statements, Action<string[]> row)
    {
        await process.StandardInput.WriteLineAsync("\\o");
        await foreach (string line in AnswerAsync(statements))
        {
            row(line.Split('|'));
        }
    }

    /// <summary>The answer to a question of <see cref="RowsSql"/>.</summary>
    public async Task<Answer> ReadAsync(Question question)
    {
        var answer = new Answer();
        long first = MadeUsage.Year.Start.DayNumber;
        await ReadAsync([RowsSql.Postgres(question)], columns =>
        {
            long[] sums = [.. columns[^4..].Select(Number)];
            answer.Add(question.Granularity == Granularity.Total ? first : Number(columns[0]), sums[0], sums[1], sums[2], sums[3]);
        });
        return answer;
    }

    public static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private async IAsyncEnumerable<string> AnswerAsync(IEnumerable<string> statements)
    {
        foreach (string statement in statements)
        {
            await process.StandardInput.WriteLineAsync(statement + ";");
        }

        await process.StandardInput.WriteLineAsync("\\echo " + End);
        await process.StandardInput.FlushAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line == End)
            {
                yield break;
            }

            yield return line;
        }

        throw new InvalidOperationException("psql ended; its message is above.");
    }
}
