#!/bin/sh
# Print the base images of hub/Dockerfile by digest, as they are in their registries now: options for `docker build`.
#   sh hub/image/pin.sh > base-images        once, and again when you want newer ones
#   docker build $(cat base-images) --file hub/Dockerfile …
# Run in the course's folder. Needs docker with buildx, and the registries.
set -eu

sed -n 's/^ARG \([A-Z]*_IMAGE\)=/\1 /p' hub/Dockerfile | while read -r name image; do
    digest=$(docker buildx imagetools inspect "$image" --format '{{.Manifest.Digest}}')
    case $digest in
    sha256:*) echo "--build-arg $name=${image%:*}@$digest" ;;
    *) echo "The registry gave no digest of $image: $digest" >&2 && exit 1 ;;
    esac
done
