/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CT_STEM_FILES_H
#define CT_STEM_FILES_H

#ifdef __cplusplus
#include <atomic>
#include <stddef.h>

#include "core/base/ct-status.h"

using std::atomic_bool;
#else
#include <stdatomic.h>
#endif

#include "core/base/ct-score.h"
#include "core/transcribe/ct-transcriber.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum
{
  CT_STEM_FLAC, /**< 24 bits */
  CT_STEM_WAV,  /**< 24 bits */
} CtStemFormat;

typedef struct
{
  CtStemFormat format;
  size_t n_threads;             /**< 0: as many as there are processors */
  const char *rest_name;        /**< of the file of what belongs to no track; NULL: "rest" */
  const atomic_bool *cancelled; /**< may be NULL */
  CtProgressFunc progress;      /**< called on the calling thread; may be NULL */
  void *progress_data;
} CtStemFilesOptions;

#define CT_STEM_NAME_SIZE 128

/** The name of file number @number (from 1) of @n called @name: the number, a space and the name with everything
 * replaced that could form a path, hide the file or upset a file system, then the ending, as in "03 Clarinet in
 * B_.flac". Valid UTF-8, never a path, never hidden. Writes it to @out ([CT_STEM_NAME_SIZE]). */
void ct_stem_file_name (size_t number, size_t n, const char *name, CtStemFormat format, char *out);

/** Isolates every track of @score out of the recording at @path and writes one file for each into @folder, which is
 * made if missing: the tracks are files 1 to n_tracks of n_tracks + 1, called as they are, and the last one is the
 * rest. All have the length, the sample rate and (up to two) the channels of the recording and add up to it. They
 * appear when all are complete; older files of their names are replaced, but for the recording itself:
 * CT_STATUS_EXISTS. On failure @failed
 * ([CT_STEM_NAME_SIZE], may be NULL) becomes the name of the file that could not be written; "": the folder, or the
 * recording could not be read. Notes of a track beyond CT_ISOLATION_MAX_STEMS stay in the rest. */
CtStatus ct_stem_files_write (const char *path,
                              const CtScore *score,
                              const char *folder,
                              const CtStemFilesOptions *options,
                              char *failed) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
