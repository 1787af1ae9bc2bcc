/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-help.h"

#include <stdio.h>

#include "core/timbre/ct-timbre-cluster.h"

#define STRING_(x) #x
#define STRING(x) STRING_ (x)
#define MOST_TRACKS STRING (CT_MAX_TRACKS)

void
cli_help_print (void)
{
  fputs ("Usage: coloratura-cli transcribe IN... [OPTION...]\n"
         "       coloratura-cli memory list FILE\n"
         "       coloratura-cli memory learn FILE IN N=NAME... [OPTION...]\n"
         "       coloratura-cli memory forget FILE NAME...\n"
         "\n"
         "Transcribes recordings into MIDI files with a track for each timbre.\n"
         "\n"
         "  -o OUT.mid, -o DIR     where to write; with several recordings, a folder\n"
         "                         (default: NAME.mid in the current folder)\n"
         "  --csv FILE, --csv DIR  write a table of the notes; no MIDI file without -o\n"
         "  --chords FILE|DIR      write a table of the chords; no MIDI file without -o\n"
         "  --json FILE|DIR        write notes, tracks, tempos, keys and chords for\n"
         "                         programs; no MIDI file without -o; as all of these,\n"
         "                         - is standard output, a line for each recording\n"
         "  --musicxml FILE|DIR    write sheet music for a notation program, compressed\n"
         "                         if FILE ends in .mxl; finds beats; no MIDI file\n"
         "                         without -o\n"
         "  --jianpu FILE|DIR      write pages of numbered notation (jianpu): PDF, or SVG\n"
         "                         if FILE ends in .svg; finds beats; no MIDI file\n"
         "                         without -o\n"
         "  --transposed           in MusicXML, write parts for clarinet and other\n"
         "                         transposing instruments as their players read them\n"
         "  --stems DIR            write the sound of each track, of the drums, and\n"
         "                         the rest; no MIDI file without -o\n"
         "  --stems-format flac|wav  format of the stems (default: flac)\n"
         "  --tracks auto|N        number of tracks, up to " MOST_TRACKS " (default: auto)\n"
         "  --onset T              confidence needed for a note to begin, between 0 and 1\n"
         "  --frame T              confidence needed for a note to go on, between 0 and 1\n"
         "  --repetition R         how readily a note that sounds is struck again: -1\n"
         "                         never, 0 as any note begins, 1 wherever it may be\n"
         "  --min-length MS        leave out shorter notes\n"
         "  --pitch-range LO:HI    leave out notes outside, such as C2:B6 or 36:95\n"
         "  --bends                write pitch bends\n"
         "  --beats                find beats and bars, for the tempos and meters of the\n"
         "                         MIDI file and the columns bar and beat of the table\n"
         "  --tempo BPM            the tempo is about this; finds beats\n"
         "  --quantise GRID        put notes on a grid: auto, or steps of 1/1 to 1/32,\n"
         "                         with a letter: dotted 1/8., triplets 1/8t,\n"
         "                         quintuplets 1/16q, swing 1/8s\n"
         "  --key auto|KEY         write the key into the MIDI file: as found, or KEY,\n"
         "                         such as Eb or \"F# minor\"\n"
         "  --note-names NAMES     name the notes of the table: key, sharps or flats\n"
         "                         (letters), german, solfege, or numbers (1 is do)\n"
         "  --memory FILE          recognise timbres that \"memory learn\" put into FILE:\n"
         "                         tracks take their names and instruments\n"
         "  --percussion auto|off  write drum hits where there are any (default: auto)\n"
         "  --threads N            number of threads (default: one per processor)\n"
         "  --start S              start at this second of the recording\n"
         "  --duration S           stop after this many seconds\n"
         "  --stream N             of several sound streams, as films have, the N-th\n"
         "                         (default: the first with sound in it)\n"
         "  --raw RATE:CHANNELS:FORMAT  the recordings are samples without a header;\n"
         "                         u8, s16, s24, s32, f32 or f64, with be for big-endian\n"
         "  --list FILE            also the recordings that FILE names, one a line\n"
         "  --part K/N             of all recordings, only part K of N alike\n"
         "  --resume               pass over recordings whose results are newer\n"
         "  --report FILE          write a table of what became of each recording\n"
         "  --stats                print statistics as one JSON object\n"
         "  --quiet                print errors only\n"
         "  --help, --version\n",
         stdout);
}
