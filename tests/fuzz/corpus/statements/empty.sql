 ;;
;-- nothing
;