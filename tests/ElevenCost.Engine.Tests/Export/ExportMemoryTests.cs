using System.Globalization;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Export;

/// <summary>What an export of any length holds in memory.</summary>
[Collection(nameof(MeasuredAlone))]
public sealed class ExportMemoryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elevencost-export-");

    [Theory]
    [InlineData("cost.csv")]
    [InlineData("cost.json")]
    [InlineData("cost.md")]
    [InlineData("cost.xlsx")]
    [InlineData("cost.parquet")]
    [InlineData("focus.csv")]
    public async Task Many_rows_need_no_more_memory_than_few(string name)
    {
        await using var export = CostExport.Open(CostExportTests.Options(Path.Combine(_folder.FullName, name)));
        long before = await AddAsync(0);
        long after = await AddAsync(100_000);
        Assert.InRange(after - before, long.MinValue, 24L * 1024 * 1024);

        async Task<long> AddAsync(int from)
        {
            for (int row = from; row < from + 100_000; row++)
            {
                await export.AddAsync(CostExportTests.Row with { ApiKeyId = row.ToString(CultureInfo.InvariantCulture) }, default);
            }

            return GC.GetTotalMemory(forceFullCollection: true);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
