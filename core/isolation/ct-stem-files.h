/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Exports the tracks of a recording as audio files. */
#ifndef CT_STEM_FILES_H
#define CT_STEM_FILES_H

#include <stddef.h>
#include <stdint.h>

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
  int stream;                   /**< of the recording, as for ct_audio_file_open_stream() */
  size_t n_threads;             /**< 0: one per processor */
  const char *rest_name;        /**< name of the file with what belongs to no track; NULL: "rest" */
  const char *drums_name;       /**< name of the file with the drum hits; NULL: "percussion" */
  const atomic_bool *cancelled; /**< set by any thread to cancel; may be NULL */
  CtProgressFunc progress;      /**< called on the calling thread, not where all is written again; may be NULL */
  void *progress_data;          /**< passed to @ref progress */
  float *gain;                  /**< set to what all samples were multiplied by, at most 1; may be NULL */
  const char *const *kept;      /**< [n_kept] paths of files that stay as they are, like the recording itself */
  size_t n_kept;                /**< how many they are */
} CtStemFilesOptions;

/** What a failure is about. */
typedef enum
{
  CT_STEM_FAILED_RECORDING, /**< the recording, or nothing in particular */
  CT_STEM_FAILED_FOLDER,    /**< the folder of the files */
  CT_STEM_FAILED_FILE,      /**< one of the files */
  CT_STEM_FAILED_SCRATCH,   /**< a temporary file: there was no room */
} CtStemFailed;

/** Size of a file name, with its terminating zero. */
#define CT_STEM_NAME_SIZE 128

/** What failed. */
typedef struct
{
  CtStemFailed what;            /**< which of these */
  char name[CT_STEM_NAME_SIZE]; /**< of the file */
  int64_t scratch_bytes;        /**< what the temporary file may take; 0: not known */
} CtStemFailure;

/** Makes a file name: the number, a space, the name without whatever could form a path, hide the file or upset a file
 * system, and the extension, as in "03 Clarinet in B_.flac".
 *
 * @param number of the file, from 1
 * @param n number of files, which sets the number of digits
 * @param name any text
 * @param format sets the extension
 * @param[out] out [CT_STEM_NAME_SIZE] valid UTF-8, never a path, never hidden */
void ct_stem_file_name (size_t number, size_t n, const char *name, CtStemFormat format, char *out);

/** Isolates every track and writes one file for each: files 1 to n_tracks are the tracks, then comes one of the drums
 * if the score has hits, then one of the rest. All have the length, the sample rate and (up to two) the channels of the
 * recording, and add up to it; where a sample of any is above full scale, all are written again, softer by one factor,
 * so that the loudest fits. They appear when all are complete, and replace older files of the same names, except the
 * recording itself. A hidden file
 * ".coloratura-stems" beside them names them; what an earlier one names and this set has not is removed, unless
 * somebody changed it. On failure all is as it was. Notes of tracks beyond CT_ISOLATION_MAX_STEMS stay in the rest.
 *
 * @param path the recording
 * @param score the tracks
 * @param folder created if missing
 * @param options how
 * @param[out] failure what failed; may be NULL
 * @return CT_STATUS_EXISTS: a file would replace the recording or one that is kept; CT_STATUS_CANCELLED; or why reading
 *   or writing failed */
CtStatus ct_stem_files_write (const char *path,
                              const CtScore *score,
                              const char *folder,
                              const CtStemFilesOptions *options,
                              CtStemFailure *failure) CT_MUST_USE;

#ifdef __cplusplus
}
#endif

#endif
