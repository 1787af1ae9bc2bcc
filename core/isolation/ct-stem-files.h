/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Exports the tracks of a recording as audio files. */
#ifndef CT_STEM_FILES_H
#define CT_STEM_FILES_H

#include <stddef.h>

#include "core/base/ct-atomic-bool.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/transcribe/ct-transcriber.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Format of exported stems. */
typedef enum
{
  CT_STEM_FLAC, /**< FLAC, 24 bits */
  CT_STEM_WAV,  /**< WAV, 24 bits */
} CtStemFormat;

/** How to export stems. */
typedef struct
{
  CtStemFormat format;          /**< of all files */
  size_t n_threads;             /**< 0: one per processor */
  const char *rest_name;        /**< name of the file with what belongs to no track; NULL: "rest" */
  const atomic_bool *cancelled; /**< set by any thread to cancel; may be NULL */
  CtProgressFunc progress;      /**< called on the calling thread; may be NULL */
  void *progress_data;          /**< passed to @ref progress */
} CtStemFilesOptions;

/** Size of a file name, with its terminating zero. */
#define CT_STEM_NAME_SIZE 128

/** Makes a file name: the number, a space, the name without whatever could form a path, hide the file or upset a file
 * system, and the extension, as in "03 Clarinet in B_.flac".
 *
 * @param number of the file, from 1
 * @param n number of files, which sets the number of digits
 * @param name any text
 * @param format sets the extension
 * @param[out] out [CT_STEM_NAME_SIZE] valid UTF-8, never a path, never hidden */
void ct_stem_file_name (size_t number, size_t n, const char *name, CtStemFormat format, char *out);

/** Isolates every track and writes one file for each: files 1 to n_tracks are the tracks, file n_tracks + 1 is the
 * rest. All have the length, the sample rate and (up to two) the channels of the recording, and add up to it. They
 * appear when all are complete and replace older files of the same names, except the recording itself. Notes of tracks
 * beyond CT_ISOLATION_MAX_STEMS stay in the rest.
 *
 * @param path the recording
 * @param score the tracks
 * @param folder created if missing
 * @param options how
 * @param[out] failed [CT_STEM_NAME_SIZE] on failure, the name of the file that could not be written; "": the folder
 *   could not be made or the recording could not be read. May be NULL
 * @return CT_STATUS_EXISTS: a file would replace the recording; CT_STATUS_CANCELLED; or why reading or writing
 *   failed */
CtStatus ct_stem_files_write (const char *path,
                              const CtScore *score,
                              const char *folder,
                              const CtStemFilesOptions *options,
                              char *failed) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
