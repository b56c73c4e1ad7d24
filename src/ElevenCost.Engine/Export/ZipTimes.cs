using System.Buffers.Binary;

namespace ElevenCost.Engine.Export;

/// <summary>Sets the times of the entries of a ZIP file to the earliest that the format has, so that the same entries are the same bytes.</summary>
/// <remarks>Offsets are those of PKWARE's APPNOTE, 4.3.7, 4.3.12 and 4.3.16. The writer of a workbook gives no way to set them.</remarks>
internal static class ZipTimes
{
    private const uint CentralHeader = 0x02014b50;
    private const uint EndOfCentralDirectory = 0x06054b50;
    private const int EndLength = 22;
    private const int CentralLength = 46;

    // 1980-01-01 00:00, as MS-DOS counts: time 0, and the first day of the first month.
    private static readonly byte[] Earliest = [0, 0, 0x21, 0];

    /// <summary>Sets the times. The file must have no comment and be shorter than 4 GiB, as workbooks of one sheet are.</summary>
    /// <exception cref="InvalidDataException">It is no such file.</exception>
    public static void Clear(Stream stream)
    {
        Span<byte> end = stackalloc byte[EndLength];
        stream.Position = stream.Length - EndLength;
        stream.ReadExactly(end);
        if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndOfCentralDirectory)
        {
            throw new InvalidDataException("The end of the ZIP file is not where it should be.");
        }

        int entries = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        long place = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        Span<byte> header = stackalloc byte[CentralLength];
        for (int entry = 0; entry < entries; entry++)
        {
            stream.Position = place;
            stream.ReadExactly(header);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) != CentralHeader)
            {
                throw new InvalidDataException("A header of the ZIP file is not where it should be.");
            }

            Write(stream, place + 12);
            Write(stream, BinaryPrimitives.ReadUInt32LittleEndian(header[42..]) + 10);
            place += CentralLength + BinaryPrimitives.ReadUInt16LittleEndian(header[28..])
                + BinaryPrimitives.ReadUInt16LittleEndian(header[30..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        }

        stream.Position = stream.Length;
    }

    private static void Write(Stream stream, long place)
    {
        stream.Position = place;
        stream.Write(Earliest);
    }
}
